"""Maps over answers of functions, in threads and in both event loops."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        with client_of(answer) as client:
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


@contextmanager
def client_of(answer: Any) -> Iterator[Client]:
    """A client whose requests are answered by a function or a script."""
    with httpx.Client(transport=httpx.MockTransport(answer)) as http, Client(**KEYS, http_client=http) as client:
        yield client


def fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[])


class Hanging(httpx.AsyncBaseTransport):
    """Answers the first request, raises at the third where it is told to, and never answers the others."""

    def __init__(self, error: BaseException | None = None) -> None:
        self._error = error
        self.asked = self.under_way = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.asked == 1:
            return fine(request)
        if self.asked == 3 and self._error is not None:
            raise self._error
        self.under_way += 1
        try:
            await anyio.sleep_forever()
        finally:
            self.under_way -= 1
        raise AssertionError


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "datadog-llm-client" and thread.is_alive()}


def wait_until(is_so: Callable[[], bool]) -> bool:
    ends_at = time.monotonic() + 10
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.01)
    return is_so()
