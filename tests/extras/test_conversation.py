"""A conversation goes on from a result, today or from storage, and what it took adds up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import fields
from datadog_llm_client import UNSET, ValidationError, models
from datadog_llm_client._traits import INFERENCES
from datadog_llm_client.conversation import Usage, dump_messages, dump_result, load_messages, load_result, reply, usage
from datadog_llm_client.models import InferenceResponse, Message
from datadog_llm_client.testing import FakeDatadog, text

from tests.support.clients import INFERENCE, QUESTION

RESULT = InferenceResponse.from_dict(INFERENCE)


def test_a_conversation_goes_on() -> None:
    fake = FakeDatadog()
    fake.answer("run_inference", text("Paris"), text("Madrid"))
    client = fake.client()
    history = [Message(role="user", content="And of France?")]
    first = client.run_inference("openai", "a", model_id="m", messages=history)
    history = [*history, reply(first), Message(role="user", content="And of Spain?")]
    client.run_inference("openai", "a", model_id="m", messages=load_messages(dump_messages(history)))
    assert fake.calls[1].body["messages"] == [
        {"role": "user", "content": "And of France?"},
        {"role": "assistant", "content": "Paris"},
        {"role": "user", "content": "And of Spain?"},
    ]


def test_a_stored_result_is_as_good() -> None:
    stored = load_result(dump_result(RESULT))
    assert stored == RESULT
    assert reply(stored) == reply(RESULT) == Message(role="assistant", content="Hello.")
    assert usage(stored) == usage(RESULT)


def test_a_stored_result_keeps_what_the_contract_does_not_say() -> None:
    """An answer is read leniently, and so it must be when it was stored."""
    fake = FakeDatadog()
    answer = {**INFERENCE, "cost": 1, "response": {**INFERENCE["response"], "latency": None, "assessment": 5}}
    fake.answer("run_inference", answer)
    response = fake.client().with_raw_response.run_inference("openai", "a", **QUESTION)
    stored = load_result(dump_result(response))
    assert stored == response.parsed
    assert json.loads(dump_result(stored)) == json.loads(dump_result(response))
    assert reply(stored).content == reply(response).content == "Hello."
    assert usage(response) == usage(response.parsed)


def test_usage_adds_up() -> None:
    assert usage(RESULT, RESULT) == usage(RESULT) + usage(RESULT) == Usage(4, 6, 10)
    assert usage() == Usage()
    silent = InferenceResponse.from_dict(INFERENCE)
    silent.response.input_tokens = silent.response.content = UNSET  # type: ignore[assignment]
    assert usage(silent, RESULT) == Usage(2, 6, 10)
    with pytest.raises(ValidationError, match="reply"):
        reply(silent)


def test_messages_keep_what_the_contract_does_not_know() -> None:
    messages: list[Any] = [{"role": "user", "content": "é", "mood": "good"}, Message(role="tool", tool_results=[])]
    assert [each.to_dict() for each in load_messages(dump_messages(messages))] == [
        {"role": "user", "content": "é", "mood": "good"},
        {"role": "tool", "tool_results": []},
    ]


@pytest.mark.parametrize("result", [None, {"response": {}}, Message(), [RESULT]])
@pytest.mark.parametrize("function", [reply, usage])
def test_other_values_are_refused(function: Any, result: Any) -> None:
    with pytest.raises(ValidationError, match="the result of an inference"):
        function(result)


@pytest.mark.parametrize(
    ("load", "stored", "words"),
    [
        (load_messages, "{", "messages as JSON"),
        (load_messages, "{}", "an array"),
        (load_messages, '[{}, {"role": 5}]', r"1\]?\.role"),
        (load_messages, "[5]", "0"),
        *((load_result, text, "JSON|object") for text in ("{", "5", "[]")),
    ],
)
def test_other_documents_are_refused(load: Any, stored: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        load(stored)


def test_the_contract_names_models_and_counts_that_there_are() -> None:
    assert {traits.answer for traits in INFERENCES.values()} <= set(models.__all__)
    counts = {name for traits in INFERENCES.values() for name in traits.usage}
    assert counts <= {each.name for each in fields(Usage)}
