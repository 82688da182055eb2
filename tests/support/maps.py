"""Maps over answers of functions, in threads and in both event loops."""

from typing import Any

import anyio
import httpx
from datadog_llm_client import AsyncClient, Client, MapResult

from tests.support.clients import KEYS, Mode

REQUEST = {"integration": "openai"}


class Abort(BaseException):
    """As pytest's own, or a framework's."""


def collect(mode: Mode, requests: Any, answer: Any, got: list[MapResult[Any]], **options: Any) -> list[MapResult[Any]]:
    """All results of a map whose requests are answered by a function or a script."""
    if mode.name == "sync":
        with httpx.Client(transport=httpx.MockTransport(answer)) as http, Client(**KEYS, http_client=http) as client:
            for result in client.map(client.list_accounts, requests, **options):
                got.append(result)
        return got

    async def run() -> None:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http,
            AsyncClient(**KEYS, http_client=http) as client,
        ):
            async for result in client.map(client.list_accounts, requests, **options):
                got.append(result)

    anyio.run(run, backend=mode.name)
    return got


def fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[])
