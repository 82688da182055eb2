"""Mistakes around the calls that type checkers have to find, as in mistakes.py."""

from __future__ import annotations

from datadog_llm_client import AsyncClient, Client
from datadog_llm_client.conversation import reply, usage
from datadog_llm_client.models import InferenceResponse
from datadog_llm_client.testing import FakeDatadog, failure
from datadog_llm_client.tools import tool
from datadog_llm_client.tracing import judge, traced
from datadog_llm_client.typed import parse
from pydantic import BaseModel


class Capital(BaseModel):
    name: str


def mistakes(client: Client, async_client: AsyncClient, result: InferenceResponse, datadog: FakeDatadog) -> None:
    parse(result, Capital).nmae  # type: ignore[attr-defined]  # noqa: B018  # names nmae
    parse(result, Capital(name="x"))  # type: ignore[arg-type]  # names parse
    client.run_inference("openai", "a", model_id="m", messages=[], json_schema=Capital(name="x"))  # type: ignore[arg-type]  # names json_schema
    parse("Paris", Capital)  # type: ignore[arg-type]  # names parse
    reply("Paris")  # type: ignore[arg-type]  # names reply
    usage([result])  # type: ignore[arg-type]  # names usage
    tool("get_weather")  # type: ignore[arg-type]  # names tool
    tool(len).nmae  # type: ignore[attr-defined]  # noqa: B018  # names nmae
    failure("429")  # type: ignore[arg-type]  # names failure
    datadog.answer("run_inference", 429)  # type: ignore[arg-type]  # names answer
    datadog.clinet()  # type: ignore[attr-defined]  # names clinet
    datadog.calls[0].operation.path  # type: ignore[attr-defined]  # noqa: B018  # names path
    traced("client")  # type: ignore[type-var]  # names traced
    judge(async_client, "openai", "a")  # type: ignore[arg-type]  # names judge
