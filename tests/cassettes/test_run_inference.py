"""Recorded answers of `run_inference`. `make record` records them anew."""

import json
from typing import Any

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


@pytest.mark.sandbox_only  # no provider takes the settings of all the others
def test_all_fields(call: Call) -> None:
    settings: dict[str, Any] = {
        "anthropic_metadata": {"effort": "medium", "thinking": {"budget_tokens": 1024, "type": "enabled"}},
        "azure_openai_metadata": {
            "deployment_id": "my-gpt4-deployment",
            "model_version": "0613",
            "resource_name": "my-azure-resource",
        },
        "bedrock_metadata": {"region": "us-east-1"},
        "frequency_penalty": 0,
        "json_schema": '{"type":"object","properties":{"answer":{"type":"string"}}}',
        "max_completion_tokens": 1024,
        "max_tokens": 1024,
        "messages": ask("What is the capital of France?"),
        "model_id": "gpt-4o",
        "openai_metadata": {"reasoning_effort": "medium", "reasoning_summary": "auto"},
        "presence_penalty": 0,
        "temperature": 0.7,
        "tools": [WEATHER.to_dict()],
        "top_k": 50,
        "top_p": 1,
        "vertex_ai_metadata": {
            "location": "us-central1",
            "project": "my-gcp-project",
            "project_ids": ["my-gcp-project"],
        },
    }
    assert len(settings) == 16
    answer = call("run_inference", *OPENAI, **settings).to_dict()
    assert {name: answer[name] for name in settings} == settings


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


@pytest.mark.sandbox_only  # the example model does not reason
def test_reasoning(call: Call) -> None:
    result = call(
        "run_inference",
        *OPENAI,
        model_id="gpt-4o",
        messages=ask("What is the capital of France?"),
        openai_metadata={"reasoning_effort": "high"},
    )
    assert result.response.internal_reasoning.text
    assert result.response.internal_reasoning.reasoning_tokens > 0


def test_provider_error(call: Call) -> None:
    with pytest.raises(ProviderError) as caught:
        call("run_inference", *OPENAI, model_id="no-such-model", messages=ask("Hello?"))
    assert caught.value.detail.message
    assert isinstance(caught.value.parsed, InferenceResponse)
    assert caught.value.status_code == 200
