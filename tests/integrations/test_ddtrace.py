"""Spans and judges with the real ddtrace, and an agent on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest

from tests.support.agent import Agent, agent

PACKAGE = Path(datadog_llm_client.__file__).parent
NAME = datadog_llm_client.__name__
HEAD = f"""
import asyncio, json
from ddtrace.llmobs import LLMObs
from {NAME} import DatadogError
from {NAME}.models import Message
from {NAME}.testing import FakeDatadog, failure, text
from {NAME}.tracing import judge, traced

LLMObs.enable(ml_app="tests", integrations_enabled=False)
fake = FakeDatadog()
client = traced(fake.client())
ask = dict(model_id="gpt-4o", messages=[{{"role": "user", "content": "And of France?"}}])
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def running() -> Iterator[Agent]:
    pytest.importorskip("ddtrace")
    with agent() as found:
        yield found


def run(running: Agent, code: str) -> tuple[str, list[dict[str, Any]]]:
    """What a program prints, and the spans that it sends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DD_")} | {
        "PYTHONPATH": str(PACKAGE.parent),
        "DD_TRACE_AGENT_URL": running.url,
        "DD_API_KEY": "key-of-the-tracer",
        "DD_APM_TRACING_ENABLED": "false",  # spans of LLM Observability travel as JSON then
        "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
        "DD_REMOTE_CONFIGURATION_ENABLED": "false",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    code = f"{HEAD}\n{code}\nLLMObs.flush()\n"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stderr
    return done.stdout, running.spans()


def test_inferences_are_spans(running: Agent) -> None:
    code = """
fake.answer("run_inference", text("Paris"), text("A map."))
tools = [{"type": "function", "function": {"name": "look", "description": "Looks.", "parameters": {"type": "object"}}}]
result = client.run_inference("openai", "a", **ask, temperature=0.5, tools=tools)
print(result.response.content)
call = {"name": "look", "arguments": {"at": "map"}, "tool_id": "1"}
result = {"result": "seen", "tool_id": "1"}
client.run_inference("openai", "a", model_id="m", messages=[
    Message(role="user", content="Look."),
    {"role": "assistant", "tool_calls": [call, {"tool_id": "without a name"}]},
    {"role": "tool", "contents": [
        {"type": "text", "value": {"text": "It is"}},
        {"type": "text", "value": {"text": "a map."}},
        {"type": "tool_call_result", "value": {"tool_call_result": result}},
    ]},
])
"""
    printed, [span, other] = run(running, code)
    assert printed.strip() == "Paris"
    meta = span["meta"]
    assert (span["name"], span["status"]) == ("run_inference", "ok")
    assert (meta["span"]["kind"], meta["model_name"], meta["model_provider"]) == ("llm", "gpt-4o", "openai")
    assert meta["input"]["messages"] == [{"content": "And of France?", "role": "user"}]
    assert meta["output"]["messages"] == [{"content": "Paris", "role": "assistant"}]
    assert meta["metadata"] == {"temperature": 0.5, "finish_reason": "stop"}
    assert meta["tool_definitions"] == [{"name": "look", "description": "Looks.", "schema": {"type": "object"}}]
    assert span["metrics"].items() >= {"input_tokens": 15, "output_tokens": 9, "total_tokens": 24}.items()
    look = {"name": "look", "arguments": {"at": "map"}, "tool_id": "1"}
    assert other["meta"]["input"]["messages"] == [
        {"content": "Look.", "role": "user"},
        {"content": "", "role": "assistant", "tool_calls": [look]},
        {"content": "It is\na map.", "role": "tool", "tool_results": [{"result": "seen", "tool_id": "1"}]},
    ]


def test_async_raw_mapped_and_copied_clients_are_traced_once(running: Agent) -> None:
    code = """
async def main():
    async with traced(traced(fake.async_client())) as client:
        with LLMObs.workflow("all"):
            await asyncio.gather(*(client.run_inference("openai", "a", **ask) for _ in range(2)))
        [_ async for _ in client.map(client.run_inference, [dict(integration="openai", account_id="a", **ask)])]

asyncio.run(main())
client.with_options(timeout=5).run_inference("openai", "a", **ask)
print(client.with_raw_response.run_inference("openai", "a", **ask).status_code)
client.list_accounts("openai")
"""
    printed, spans = run(running, code)
    assert printed.strip() == "200"
    inferences = [span for span in spans if span["meta"]["span"]["kind"] == "llm"]
    assert len(inferences) == 5
    assert all(span["metrics"]["total_tokens"] == 24 for span in inferences)
    [workflow] = [span for span in spans if span["meta"]["span"]["kind"] == "workflow"]
    assert [span["parent_id"] for span in inferences].count(workflow["span_id"]) == 2


def test_failures_are_errors_of_the_span_and_show_no_secret(running: Agent) -> None:
    code = """
example = fake.client().run_inference("openai", "a", **ask).to_dict()
refused = {**example, "error_response": {"type": "t", "message": "no"}}
fake.answer("run_inference", failure(403), refused, text("Paris"))
client = traced(fake.client(api_key="secret-api-key", app_key="secret-app-key"))
for keywords in (ask, ask, {"modle_id": "m"}):
    try:
        client.run_inference("openai", "a", **keywords, extra_headers={"x-token": "secret-token"})
    except (DatadogError, TypeError) as error:
        print(type(error).__name__)
LLMObs.flush()
LLMObs.disable()
print(client.run_inference("openai", "a", **ask).response.content)
"""
    printed, [forbidden, refused] = run(running, code)
    assert printed.split() == ["PermissionDeniedError", "ProviderError", "TypeError", "Paris"]
    assert forbidden["status"] == refused["status"] == "error"
    assert forbidden["meta"]["error"]["type"].endswith(".PermissionDeniedError")
    assert forbidden["meta"]["input"]["messages"]
    assert refused["metrics"]["total_tokens"] == 24
    assert not [body for bodies in running.bodies.values() for body in bodies if b"secret-" in body]


def test_a_judge_asks_through_an_account(running: Agent) -> None:
    code = """
from ddtrace.llmobs import BooleanStructuredOutput, EvaluatorContext, LLMJudge

fake.answer("run_inference", text('{"boolean_eval": true, "reasoning": "It is."}'))
judging = LLMJudge(
    client=judge(client, "openai", "account-1"),
    model="gpt-4o",
    user_prompt="Is {{output_data}} right?",
    structured_output=BooleanStructuredOutput("Whether it is right", reasoning=True, pass_when=True),
    model_params={"temperature": 0.0},
)
result = judging.evaluate(EvaluatorContext(input_data={}, output_data="Paris"))
body = fake.calls[0].body
print(json.dumps([result.value, result.assessment, body["temperature"], body["messages"], fake.calls[0].path]))
print(body["json_schema"])
"""
    printed, spans = run(running, code)
    first, schema = printed.splitlines()
    value, assessment, temperature, messages, path = json.loads(first)
    assert (value, assessment, temperature) == (True, "pass", 0.0)
    assert messages[-1] == {"role": "user", "content": "Is Paris right?"}
    assert path == {"integration": "openai", "account_id": "account-1"}
    assert "boolean_eval" in json.loads(schema)["properties"]
    assert len(spans) == 1
