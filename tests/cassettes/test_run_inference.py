"""Recorded answers of `run_inference`. `make record` records them anew."""

import json

import pytest
from datadog_llm_client import UNSET, ProviderError
from datadog_llm_client.models import FunctionDefinition, InferenceResponse, Message, Tool, ToolResult

from tests.cassettes.conftest import Call

OPENAI = ("openai", "account-abc123")
WEATHER = Tool(
    type="function",
    function=FunctionDefinition(
        name="get_weather",
        description="Get the current weather for a location.",
        parameters={"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
    ),
)


def ask(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def test_published_example(call: Call) -> None:
    """The curl example of the published page."""
    result = call(
        "run_inference",
        *OPENAI,
        max_tokens=256,
        messages=ask("What is the capital of France?"),
        model_id="gpt-4o",
        temperature=0.7,
    )
    assert isinstance(result, InferenceResponse)
    assert "Paris" in result.response.content
    assert (result.max_tokens, result.temperature) == (256, 0.7)
    assert result.response.total_tokens == result.response.input_tokens + result.response.output_tokens
    assert result.response.latency >= 0
    assert result.error_response is UNSET


@pytest.mark.sandbox_only  # real models have their own mind about tools
def test_tools_and_their_results(call: Call) -> None:
    question = Message(role="user", content="Call get_weather for San Francisco.")
    first = call("run_inference", *OPENAI, model_id="gpt-4o", messages=[question], tools=[WEATHER])
    asked = first.messages[-1]
    assert asked.tool_calls
    [tool_call] = asked.tool_calls
    assert tool_call.name == "get_weather"
    assert isinstance(tool_call.arguments, dict)
    assert "location" in tool_call.arguments

    told = Message(
        role="tool",
        tool_results=[
            ToolResult(tool_id=tool_call.tool_id, name="get_weather", result="68°F and sunny", type="function")
        ],
    )
    second = call("run_inference", *OPENAI, model_id="gpt-4o", messages=[question, asked, told], tools=[WEATHER])
    assert "68°F and sunny" in second.response.content


def test_structured_content(call: Call) -> None:
    block = {"type": "text", "value": {"text": "What is the capital of France?"}}
    result = call("run_inference", *OPENAI, model_id="gpt-4o", messages=[{"role": "user", "contents": [block]}])
    assert "Paris" in result.response.content
    assert result.messages[0].contents[0].value.text == block["value"]["text"]  # type: ignore[index]


def test_json_schema(call: Call) -> None:
    schema = {
        "type": "object",
        "properties": {"capital": {"type": "string"}, "population": {"type": "integer"}},
        "required": ["capital", "population"],
        "additionalProperties": False,
    }
    result = call(
        "run_inference",
        *OPENAI,
        model_id="gpt-4o",
        messages=ask("What is the capital of France? Answer in JSON."),
        json_schema=json.dumps(schema),
    )
    answer = json.loads(result.response.content)
    assert set(answer) == {"capital", "population"}
    assert isinstance(answer["population"], int)


def test_provider_error(call: Call) -> None:
    with pytest.raises(ProviderError) as caught:
        call("run_inference", *OPENAI, model_id="no-such-model", messages=ask("Hello?"))
    assert caught.value.detail.message
    assert isinstance(caught.value.parsed, InferenceResponse)
    assert caught.value.status_code == 200
