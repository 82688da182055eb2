"""What traces and judges are without ddtrace. With it, see tests/integrations/."""

import inspect
import json
import sys
from typing import Any

import pytest
from datadog_llm_client import Client, ConfigurationError
from datadog_llm_client._traits import INFERENCES, steps
from datadog_llm_client.testing import FakeDatadog, text
from datadog_llm_client.tracing import judge, outcome, request, traced

QUESTION = [{"role": "user", "content": "Is Paris right?"}]


def test_without_ddtrace_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ddtrace", None)
    monkeypatch.setitem(sys.modules, "ddtrace.llmobs", None)
    with pytest.raises(ConfigurationError, match=r"datadog-llm-client\[ddtrace\]"):
        traced(FakeDatadog().client())


def test_a_judge_needs_no_tracer() -> None:
    fake = FakeDatadog()
    fake.answer("run_inference", text("yes"))
    ask = judge(fake.client(), "openai", "account-1")
    assert ask(None, QUESTION, {"type": "object"}, "gpt-4o", {"max_tokens": 5}) == "yes"
    body = fake.calls[0].body
    assert json.loads(body.pop("json_schema")) == {"type": "object"}
    assert body == {"model_id": "gpt-4o", "messages": QUESTION, "max_tokens": 5}


def test_a_judge_names_parameters_that_there_are_not() -> None:
    ask = judge(FakeDatadog().client(), "openai", "a")
    with pytest.raises(ConfigurationError, match="run_inference does not accept bad, worse"):
        ask(None, QUESTION, None, "m", {"worse": 1, "bad": True, "temperature": 0.0})


def test_a_judge_is_not_awaited() -> None:
    client: Any = FakeDatadog().async_client()
    with pytest.raises(ConfigurationError, match="AsyncClient"):
        judge(client, "openai", "a")


@pytest.mark.parametrize("name", INFERENCES)
def test_the_contract_names_keywords_that_there_are(name: str) -> None:
    known = inspect.signature(getattr(Client, name)).parameters
    traits = INFERENCES[name]
    expressions = [
        value for value in traits.inference.values() if isinstance(value, str) and value.startswith("$request.")
    ]
    assert {steps(each)[-1] for each in expressions} <= set(known)
    assert set(traits.fields) <= set(known)


@pytest.mark.parametrize(
    "messages", [None, "hello", [5], [{"content": 5, "tool_calls": "x"}], [{"contents": [None, {}]}]]
)
def test_unexpected_messages_do_not_fail(messages: Any) -> None:
    model, provider, annotations = request("run_inference", {"model_id": 5, "messages": messages, "tools": [{}]})
    assert (model, provider) == (None, None)
    assert all(isinstance(each["content"], str) for each in annotations.get("input_data", []))


@pytest.mark.parametrize("result", [None, 5, [], {}, {"response": None}, {"response": {"content": 5}}])
def test_unexpected_results_do_not_fail(result: Any) -> None:
    assert "output_data" not in outcome("run_inference", result, {})
