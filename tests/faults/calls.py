"""Makes a call one way or another, and says how it ended."""

import inspect
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import anyio
from datadog_llm_client import AsyncClient, Client
from datadog_llm_client._runtime.values.loops import finish

from tests.support.faults.answers import request_example

#: Without an event loop, with each that the async client knows, and with asyncio over aiohttp's connections.
WAYS = ("sync", "asyncio", "trio", "aiohttp")
#: Those whose backend for anyio has another name.
_LOOPS: dict[str, dict[str, Any]] = {
    "trio": {"backend": "trio"},
    "uvloop": {"backend": "asyncio", "backend_options": {"use_uvloop": True}},
}

API_KEY, APP_KEY = "the-api-key", "the-app-key"


@dataclass(frozen=True)
class End:
    """How a call ended, and after how many seconds."""

    value: Any
    error: Any
    seconds: float

    @property
    def plain(self) -> Any:
        """The value as plain JSON."""
        assert self.error is None, repr(self.error)
        return [item.to_dict() for item in self.value] if isinstance(self.value, list) else self.value.to_dict()


class Caller:
    """A client of one of the two kinds. Its methods are awaited; those of the sync client never wait."""

    def __init__(self, way: str, url: str, options: dict[str, Any]) -> None:
        kind = Client if way == "sync" else AsyncClient
        backend = {"http_backend": "aiohttp"} if way == "aiohttp" else {}
        self.client: Any = kind(API_KEY, APP_KEY, base_url=url, **{"verify": False, **backend, **options})

    async def call(self, operation: str, *, raw: bool = False, **options: Any) -> End:
        """Call an operation with the arguments of the contract's example."""
        client = self.client.with_raw_response if raw else self.client
        arguments = ("openai",) if operation == "list_accounts" else ("openai", "account-abc123")
        body = {} if operation == "list_accounts" else request_example(operation)
        start = time.monotonic()
        value, error = None, None
        try:
            value = await _done(getattr(client, operation)(*arguments, **body, **options))
        except Exception as raised:
            error = raised
        return End(value, error, time.monotonic() - start)

    async def close(self) -> None:
        """Close the client."""
        await _done(self.client.close())


async def _done(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def run(way: str, url: str, course: Callable[[Caller], Awaitable[None]], **options: Any) -> None:
    """Go through a course of events with a client, which is closed in the end."""

    async def main() -> bool:
        caller = Caller(way, url, options)
        try:
            await course(caller)
        finally:
            await caller.close()
        return True

    if way != "sync":
        anyio.run(main, **_LOOPS.get(way, {}))
        return
    assert finish(main()), "the sync client waited for an event loop"


def call(way: str, url: str, operation: str, *, raw: bool = False, before: int = 0, **options: Any) -> End:
    """A call of a client of its own, after so many before it. Its options are the client's."""
    ends: list[End] = []

    async def course(caller: Caller) -> None:
        for _ in range(before):
            assert (await caller.call(operation)).error is None
        ends.append(await caller.call(operation, raw=raw))

    run(way, url, course, **options)
    return ends[0]
