"""The async driver of calls, for asyncio and trio. The generated `AsyncClient` adds the operations."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import Backend, BaseClient
from .calls.call import Call
from .calls.mapping import AsyncMap
from .calls.throttle import DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT, Throttle
from .calls.turns import wait_for_turn_async
from .transports.shared_client import restore_location
from .values.attempt import BodyReader
from .values.errors import ConfigurationError, shown
from .values.settings import DEFAULT_CONCURRENCY, Options, checked_count
from .values.tracebacks import boundary
from .values.types import Response

if TYPE_CHECKING:
    from .calls.operation import PreparedRequest
    from .calls.pagination import Pages

__all__ = ("BaseAsyncClient",)

P = ParamSpec("P")
T = TypeVar("T")


class BaseAsyncClient(BaseClient[httpx.AsyncClient]):
    """Makes calls in an asyncio or trio event loop."""

    @staticmethod
    def _http_type() -> type[httpx.AsyncClient]:
        return httpx.AsyncClient

    def _backend(self, name: str) -> Backend[httpx.AsyncClient]:
        if not isinstance(name, str) or name not in ("httpx", "aiohttp"):
            raise ConfigurationError(f"http_backend={shown(name)}: expected 'httpx' or 'aiohttp'")
        if name == "httpx":
            from .transports.clients import connect_async

            return connect_async
        try:
            from .transports import aiohttp_transport
        except ImportError as error:
            message = f"http_backend='aiohttp' requires an extra: pip install 'datadog-llm-client[aiohttp]' ({error})"
            raise ConfigurationError(message) from error
        return partial(aiohttp_transport.connect, version=self._version)

    async def _call(self, prepared: PreparedRequest[T], options: Options) -> T:
        return self._result(await self._respond(prepared, options))

    async def _iterate(self, pages: Pages, options: Options) -> AsyncIterator[Any]:
        """Yield the results of all pages, requesting each page once the one before is exhausted."""
        while pages.request is not None:
            for result in pages.take(await self._respond(pages.request, options)):
                yield result

    async def _respond(self, prepared: PreparedRequest[T], options: Options) -> Response[T]:
        import anyio  # not at the top: httpx also imports it on its first async call only

        call = self._start(prepared, options)
        while call.response is None:
            if call.credentials.ask is not None:
                with anyio.move_on_after(call.deadline.remaining):
                    call.credentials = await call.credentials.renewed_async()
            try:
                if call.throttle is not None:
                    call.begin(await wait_for_turn_async(call.throttle, *call.turn))
                reader = await self._attempt_in_time(call)
            except httpx.HTTPError as error:
                wait: float | None = call.failed(error)
            else:
                wait = call.answered(reader)
            if wait is not None:
                await anyio.sleep(wait)
        return call.response

    async def _attempt_in_time(self, call: Call[Any]) -> BodyReader:
        import anyio

        remaining = call.deadline.remaining
        if remaining is None:
            return await self._attempt(call)
        with anyio.move_on_after(remaining):
            return await self._attempt(call)
        raise httpx.ReadTimeout("the deadline passed")  # the cancellation may come a clock tick early

    async def _attempt(self, call: Call[Any]) -> BodyReader:
        with call.deadline:
            http = self._shared.http
            with call.attempt(None if self._is_ours else http) as request:
                response = await http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            reader = call.receive(response)
            try:
                async for chunk in reader.aiter_chunks():
                    if not reader.feed(chunk):
                        break
            except (httpx.HTTPError, httpx.StreamError) as error:
                reader.fail(error)
            finally:
                await response.aclose()
        return reader

    @boundary
    def map(
        self,
        method: Callable[..., Awaitable[T]],
        requests: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        in_order: bool = False,
        rate: float | None = None,
        give_up_after: float = DEFAULT_GIVE_UP_AFTER,
        longest_wait: float = DEFAULT_LONGEST_WAIT,
    ) -> AsyncMap[T]:
        """Like `Client.map`, in tasks. Leaving the loop, or being cancelled, cancels the calls in flight."""
        throttle = Throttle.checked(rate, give_up_after, longest_wait)
        options = {"concurrency": checked_count("concurrency", concurrency, least=1), "in_order": in_order}
        return AsyncMap(self._throttled(method, throttle), requests, throttle, **options)

    @boundary
    async def close(self) -> None:
        """Close the connections, which copies of this client share. An `http_client` that you passed stays open."""
        await self._shared.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def keep_response_async(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[Response[T]]]:
    """Retype a method of an async client that returns each `Response` whole."""
    return cast(Callable[P, Awaitable[Response[T]]], method)
