"""What users write around the calls: conversations, typed answers, tools, tests, traces."""

from __future__ import annotations

import dataclasses
from typing import Literal, assert_type

from datadog_llm_client import AsyncClient, Client
from datadog_llm_client.conversation import Usage, dump_messages, load_messages, reply, usage
from datadog_llm_client.models import InferenceResponse, Message, Tool
from datadog_llm_client.testing import FakeAnswer, FakeCall, FakeDatadog, failure, rate_limit, text
from datadog_llm_client.tools import tool
from datadog_llm_client.tracing import judge, traced
from datadog_llm_client.typed import parse
from pydantic import BaseModel
from typing_extensions import TypedDict


class Capital(BaseModel):
    name: str
    population: int


@dataclasses.dataclass
class River:
    name: str


class Sea(TypedDict):
    name: str


def get_weather(city: str, unit: Literal["C", "F"] = "C") -> str:
    """The weather of a city, now."""
    return f"{city} {unit}"


def converse(client: Client) -> None:
    history = [Message(role="user", content="What is the capital of France?")]
    first = client.run_inference("openai", "a", model_id="m", messages=history, tools=[tool(get_weather)])
    history += [reply(first), Message(role="user", content="And of Spain?")]
    whole = client.with_raw_response.run_inference("openai", "a", model_id="m", messages=history)
    assert_type(usage(first, whole.parsed) + Usage(), Usage)
    assert_type(load_messages(dump_messages(history)), list[Message])
    assert_type(tool(get_weather), Tool)


def ask(client: Client) -> None:
    for kind in (Capital, River, Sea, list[int]):
        client.run_inference("openai", "a", model_id="m", messages=[], json_schema=kind)
    client.run_inference("openai", "a", model_id="m", messages=[], json_schema=Sea)
    client.run_inference("openai", "a", model_id="m", messages=[], json_schema={"type": "object"})


def read(result: InferenceResponse) -> None:
    assert_type(parse(result, Capital), Capital)
    assert_type(parse(result, River), River)
    assert_type(parse(result, Sea), Sea)
    assert_type(parse(result, list[int]), list[int])


def shout(call: FakeCall) -> FakeAnswer:
    return FakeAnswer(200, {"path": dict(call.path)})


def fake() -> None:
    datadog = FakeDatadog()
    datadog.answer(
        "run_inference", text("Paris"), rate_limit(), failure(500), shout, {"response": {}}, [], ValueError()
    )
    assert_type(datadog.client(), Client)
    assert_type(datadog.async_client(timeout=5), AsyncClient)
    assert_type(datadog.calls, list[FakeCall])


def trace(client: Client, async_client: AsyncClient) -> None:
    assert_type(traced(client), Client)
    assert_type(traced(async_client), AsyncClient)
    judge(client, "openai", "a")
