"""The two ways to drive an call, sync and async. The generated `Client` and `AsyncClient` add the operations."""

from __future__ import annotations

import time
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import Backend, BaseClient
from .calls.call import Call
from .calls.mapping import AsyncMap, Map
from .calls.operation import Operation
from .calls.throttle import DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT, Throttle
from .calls.turns import wait_for_turn, wait_for_turn_async
from .transports.road import restore_location
from .values.deadlines import keep
from .values.errors import ConfigurationError
from .values.loops import current_loop
from .values.settings import DEFAULT_CONCURRENCY, Options, checked_count
from .values.types import Response

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client]):
    """Drives exchanges in the calling thread. One client may be shared by any number of threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

    def _backend(self, name: str) -> Backend[httpx.Client]:
        if name != "httpx":
            raise ConfigurationError(
                f"http_backend={name!r}: a Client has only 'httpx' (an AsyncClient also 'aiohttp')"
            )
        from .transports.clients import connector

        return connector

    def _call(
        self,
        operation: Operation[T],
        parameters: Mapping[str, object],
        options: Options,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> T:
        call = self._start(operation, parameters, options, query, headers, body)
        while call.response is None:
            try:
                if call.throttle is not None:
                    call.begin(wait_for_turn(call.throttle, *call.turn))
                wait = self._attempt(call)
            except httpx.HTTPError as error:
                wait = call.failed(error)
            if wait is not None:
                time.sleep(wait)
        return self._result(call.response)

    def _attempt(self, call: Call[Any]) -> float | None:
        with keep(call.deadline):
            http = self._pool.acquire()
            with call.attempt().built_by(http, is_ours=self._is_ours) as request:
                response = http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            body = call.receive(response)
            try:
                for chunk in body.iter_chunks():
                    if not body.feed(chunk):
                        break
            except httpx.HTTPError as error:
                body.fail(error)
            finally:
                response.close()
        return call.answered(body)

    def map(
        self,
        method: Callable[..., T],
        requests: Iterable[Mapping[str, Any]],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        in_order: bool = False,
        rate: float | None = None,
        give_up_after: float = DEFAULT_GIVE_UP_AFTER,
        longest_wait: float = DEFAULT_LONGEST_WAIT,
    ) -> Map[T]:
        """Call a method of this client for many requests, a bounded number at a time, in threads.

        Memory depends on `concurrency` and not on the number of requests, which are taken as they are needed, in a
        thread of their own, and copied. All calls share one rate, which is found from the answers: refusals (429) slow
        all down, and do not count against `max_retries`.

        Leaving the loop, or a block of `with client.map(...)`, ends the map: nothing more is sent, and calls that are
        under way are given up, though they may be billed.

        Args:
            method: a method such as `client.run_inference`, also of `with_options` or `with_raw_response`.
            requests: the keywords of each call.
            concurrency: how many calls are under way or waiting to be taken, at most.
            in_order: whether results come in the order of the requests, or as soon as they are there.
            rate: most calls a second, evenly spaced; None for as many as the server allows.
            give_up_after: seconds without any answer but refusals after which the map ends.
            longest_wait: seconds; a refusal that asks for a longer wait ends the map at once.

        Yields:
            A `MapResult` for each request. A call that fails is one with an `error`, and the others go on.

        Raises:
            ConfigurationError: `method` is not one of this client, or another argument cannot work.
            RateLimitError: the server kept refusing. All results that there are were given before.
        """
        throttle = Throttle.checked(rate, give_up_after, longest_wait)
        concurrency = checked_count("concurrency", concurrency, least=1)
        return Map(self._throttled(method, throttle), requests, throttle, concurrency, in_order)

    def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class BaseAsyncClient(BaseClient[httpx.AsyncClient]):
    """Drives exchanges in an event loop, of asyncio or trio."""

    @staticmethod
    def _http_type() -> type[httpx.AsyncClient]:
        return httpx.AsyncClient

    def _backend(self, name: str) -> Backend[httpx.AsyncClient]:
        if name == "httpx":
            from .transports.clients import async_connector

            return async_connector
        if name != "aiohttp":
            raise ConfigurationError(f"http_backend={name!r}: there are 'httpx' and 'aiohttp'")
        try:
            from .transports import aiohttp_transport
        except ImportError as error:
            message = f"http_backend='aiohttp' needs the extra: pip install 'datadog-llm-client[aiohttp]' ({error})"
            raise ConfigurationError(message) from error
        return partial(aiohttp_transport.connector, version=self._version)

    async def _call(
        self,
        operation: Operation[T],
        parameters: Mapping[str, object],
        options: Options,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> T:
        import anyio  # httpx loads it too, with its first async call

        call = self._start(operation, parameters, options, query, headers, body)
        while call.response is None:
            try:
                if call.throttle is not None:
                    call.begin(await wait_for_turn_async(call.throttle, *call.turn))
                remaining = call.deadline.remaining
                if remaining is None:
                    wait = await self._attempt(call)
                else:
                    wait = None
                    with anyio.move_on_after(remaining) as scope:
                        wait = await self._attempt(call)
                    if scope.cancelled_caught:
                        call.deadline.check()
            except httpx.HTTPError as error:
                wait = call.failed(error)
            if wait is not None:
                await anyio.sleep(wait)
        return self._result(call.response)

    async def _attempt(self, call: Call[Any]) -> float | None:
        with keep(call.deadline):
            http = self._pool.acquire(current_loop())
            with call.attempt().built_by(http, is_ours=self._is_ours) as request:
                response = await http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            body = call.receive(response)
            try:
                async for chunk in body.aiter_chunks():
                    if not body.feed(chunk):
                        break
            except httpx.HTTPError as error:
                body.fail(error)
            finally:
                await response.aclose()
        return call.answered(body)

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
        """As `Client.map`, awaited. Leaving it, or being cancelled, cancels the calls that are under way."""
        throttle = Throttle.checked(rate, give_up_after, longest_wait)
        concurrency = checked_count("concurrency", concurrency, least=1)
        return AsyncMap(self._throttled(method, throttle), requests, throttle, concurrency, in_order)

    async def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        ending = self._pool.close(current_loop())
        if ending is not None:
            await ending.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def keep_response(method: Callable[P, T]) -> Callable[P, Response[T]]:
    """Type a method of a client that was told to keep responses."""
    return cast(Callable[P, Response[T]], method)


def keep_response_async(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[Response[T]]]:
    """Type a method of an async client that was told to keep responses."""
    return cast(Callable[P, Awaitable[Response[T]]], method)
