"""What cannot be meant is refused before anything is sent."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from datadog_llm_client import RequestValidationError
from datadog_llm_client.models import Message, Tool, VertexAIMetadata

from tests.support.clients import (
    INFERENCE,
    QUESTION,
    Answer,
    Mode,
    Script,
    run_inference,
)


class Untouched(Script):
    """A server that must not be asked."""

    def __call__(self, request: Any) -> Any:
        raise AssertionError("something was sent")


@pytest.mark.parametrize(
    "value",
    ["", "..", "a/../b", "./a", "a/.", "a\\..\\b", "\ud800", None, 5, b"openai"],
)
@pytest.mark.parametrize("name", ["integration", "account_id"])
def test_a_path_parameter_that_would_change_the_path(mode: Mode, name: str, value: Any) -> None:
    parameters = {"integration": "openai", "account_id": "account-1", name: value}
    error = mode.failure(lambda client: client.run_inference(**parameters, **QUESTION), Untouched())
    assert isinstance(error, RequestValidationError)
    assert error.path == (name,)
    assert str(error).startswith(f"{name}: expected ")


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a/b", "a%2Fb"),
        ("a..b", "a..b"),
        ("%2e%2e", "%252e%252e"),
        ("a\tb\r\nHost: evil\x7f", "a%09b%0D%0AHost%3A%20evil%7F"),
        ("kontö-😀", "kont%C3%B6-%F0%9F%98%80"),
    ],
)
def test_a_path_parameter_that_is_one_segment(mode: Mode, value: str, segment: str) -> None:
    script = Script(Answer(body=dict(INFERENCE)))
    mode.run(lambda client: client.run_inference(value, value, **QUESTION), script)
    path = f"/api/v2/llm-obs/v1/integrations/{segment}/{segment}/inference"
    assert script.sent[0].url == f"https://api.datadoghq.com{path}"


TOOL_PATH = "tools[0].function.parameters"


def tool(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "f", "parameters": parameters}}


class OwnMessage(Message):
    """A model that a caller derives is one of its kind."""


def test_models_of_the_kind_are_taken(mode: Mode) -> None:
    script = Script(Answer(body=dict(INFERENCE)))
    mode.run(lambda client: run_inference(client, messages=[OwnMessage(role="user", content="Hello?")]), script)
    assert script.sent[0].json["messages"] == [HELLO]


HELLO = {"role": "user", "content": "Hello?"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"messages": []}, "messages: expected at least 1 item(s), found 0"),
        ({"messages": "Hello?"}, "messages: expected an array, found a string 'Hello?'"),
        ({"messages": [HELLO, None]}, "messages[1]: expected an object, found null"),
        ({"messages": [{"role": 5}]}, "messages[0].role: expected a string, found an integer"),
        ({"messages": [Message(role=5)]}, "messages[0].role: expected a string, found an integer"),  # type: ignore[arg-type]
        ({"messages": [{"content": b"a"}]}, "messages[0].content: expected a string, found bytes b'a'"),
        ({"model_id": None}, "model_id: expected a string, found null"),
        ({"temperature": math.nan}, "temperature: expected a finite number, found float nan"),
        ({"max_tokens": 0.5}, "max_tokens: expected an integer, found float 0.5"),
        (
            {"json_schema": 5},
            "json_schema: expected a JSON document in a string, an object, or a type, found an integer",
        ),
        ({"tools": {"function": {}}}, "tools: expected an array, found an object"),
        ({"openai_metadata": "high"}, "openai_metadata: expected an object, found a string 'high'"),
        (
            {"anthropic_metadata": {"thinking": {"type": "enabled", "budget_tokens": "many"}}},
            "anthropic_metadata.thinking.budget_tokens: expected an integer, found a string 'many'",
        ),
        ({"extra_body": {"seed": math.nan}}, "seed: expected a finite number, found nan"),
        ({"messages": [VertexAIMetadata()]}, "messages[0]: expected an object or Message, found VertexAIMetadata"),
        (
            {"anthropic_metadata": {"thinking": Message()}},
            "anthropic_metadata.thinking: expected an object or AnthropicThinking, found Message",
        ),
        ({"extra_body": {"x": {1: "a", "1": "b"}}}, "x: expected a string as a key, found 1"),
        ({"messages": [{"role": "user", 5: "a"}]}, "messages[0]: expected a string as a key, found 5"),
        ({"tools": [tool({"default": {1.5: 1}})]}, TOOL_PATH + ".default: expected a string as a key, found 1.5"),
        ({"extra_body": "seed"}, "the document: expected an object, found a string 'seed'"),
        ({"extra_headers": {"X Trace": "1"}}, "extra_headers: expected a valid header name, found 'X Trace'"),
    ],
)
def test_a_body_that_is_not_as_the_contract_says(mode: Mode, arguments: Mapping[str, Any], message: str) -> None:
    error = mode.failure(lambda client: run_inference(client, **arguments), Untouched())
    assert type(error) is RequestValidationError
    assert str(error) == message
    assert isinstance(error, ValueError)


def test_a_tool_is_checked_all_the_way_down(mode: Mode) -> None:
    tool = Tool.from_dict({"function": {"name": "f", "parameters": {}}, "type": "function"})
    tool.function.parameters = {"limit": math.nan}
    error = mode.failure(lambda client: run_inference(client, tools=[tool]), Untouched())
    assert str(error) == "tools[0].function.parameters.limit: expected a finite number, found nan"


def test_an_argument_that_does_not_exist(mode: Mode) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'temprature'"):
        mode.run(lambda client: run_inference(client, temprature=1), Untouched())
