"""What may be a typo in a request is sent, and told once."""

import logging
from typing import Any

import pytest
from datadog_llm_client._runtime.values import unknowns as module
from datadog_llm_client.models import InferenceRequest
from datadog_llm_client.testing import FakeDatadog

from tests.support.clients import QUESTION

LOGGER = module.__name__
TYPO = {"type": "text", "value": {"txt": "a"}}


def ask(client: Any, **changes: Any) -> Any:
    return client.run_inference("openai", "a", **{**QUESTION, **changes})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"messages": [{"role": "user", "contnt": "x"}]}, ["request.messages[].contnt: did you mean 'content'?"]),
        ({"messages": [{"Role": "user"}]}, ["request.messages[].Role: did you mean 'role'?"]),
        ({"messages": [{"mood": "good"}]}, ["request.messages[].mood"]),
        ({"messages": [{"contents": [TYPO]}]}, ["request.messages[].contents[].value.txt: did you mean 'text'?"]),
        ({"openai_metadata": {"reasoning_effrt": "low"}}, ["request.openai_metadata.reasoning_effrt: did you mean"]),
        ({"openai_metadata": {"reasoning_effort": "hihg"}}, ["request.openai_metadata.reasoning_effort = 'hihg': did"]),
        ({"openai_metadata": {"reasoning_effort": "quantum"}}, []),
        (
            {"tools": [{"typ": "function", "type": "function", "function": {"name": "f", "parameters": {"x": 1}}}]},
            ["request.tools[].typ: did you mean 'type'?"],
        ),
    ],
)
def test_typos_have_a_path_and_a_hint(changes: dict[str, Any], told: list[str]) -> None:
    found = [str(each) for each in module.typos(InferenceRequest.from_dict({**QUESTION, **changes}))]
    assert len(found) == len(told)
    assert all(each.startswith(start) for each, start in zip(found, told, strict=True))


def test_a_typo_is_sent_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, Any]] = []
    fake = FakeDatadog()
    client = fake.client(on_unknown=lambda path, value: seen.append((path, value)))
    with caplog.at_level(logging.WARNING, LOGGER):
        for content in ("x", "y"):
            ask(client.with_options(timeout=5), messages=[{"role": "user", "contnt": content}])
    assert fake.calls[0].body["messages"] == [{"role": "user", "contnt": "x"}]
    assert seen == [("request.messages[].contnt", "x")]
    assert caplog.messages == [
        "the contract does not know request.messages[].contnt: did you mean 'content'? (sent as it is)"
    ]


def test_extra_body_is_not_a_typo(caplog: pytest.LogCaptureFixture) -> None:
    ask(FakeDatadog().client(), extra_body={"seed": 7})
    assert caplog.messages == []


def test_what_a_callback_raises_ends_the_call_before_it_is_sent() -> None:
    def fail(path: str, value: Any) -> None:
        raise RuntimeError("mine")

    fake = FakeDatadog()
    with pytest.raises(RuntimeError, match="mine"):
        ask(fake.client(on_unknown=fail), messages=[{"contnt": "x"}])
    assert fake.calls == []


def test_what_the_contract_knows_is_not_inspected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_typos", None)
    message = {"role": "user", "contents": [{"type": "text", "value": {"text": "x"}}]}
    ask(FakeDatadog().client(), messages=[message], openai_metadata={"reasoning_effort": "high"})
    for unknown in ({"messages": [{"mood": "good"}]}, {"openai_metadata": {"reasoning_effort": "hihg"}}):
        with pytest.raises(TypeError, match="not callable"):
            ask(FakeDatadog().client(), **unknown)
