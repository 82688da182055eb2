"""OpenAI's client with its defaults, making the call that corresponds to our inference."""

import importlib
from typing import Any

from benchmarks.peers import AsyncCall, Call


def sync_call(url: str, body: dict[str, Any]) -> Call:
    create = importlib.import_module("openai").OpenAI(base_url=url + "/v1", api_key="a").chat.completions.create
    return lambda: create(model=body["model_id"], messages=body["messages"])


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    create = importlib.import_module("openai").AsyncOpenAI(base_url=url + "/v1", api_key="a").chat.completions.create

    async def call() -> object:
        return await create(model=body["model_id"], messages=body["messages"])

    return call
