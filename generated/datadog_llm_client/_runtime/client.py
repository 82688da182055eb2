# Copied by "make generate" from runtime/client.py. Edit that, never this file.
"""The two ways to drive an call, sync and async. The generated `Client` and `AsyncClient` add the operations."""

from __future__ import annotations

import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import Backend, BaseClient
from .calls.body_reader import BodyReader
from .calls.call import Call
from .calls.fanout import fan_out, fan_out_async
from .calls.pagination import Pages
from .calls.requests import PreparedRequest
from .transports.road import restore_location
from .values.deadlines import keep
from .values.errors import ConfigurationError
from .values.excerpts import shown
from .values.loops import current_loop
from .values.settings import DEFAULT_CONCURRENCY, Options, checked_count, checked_iterable
from .values.tracebacks import boundary
from .values.types import MapResult, Response

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client]):
    """Drives exchanges in the calling thread. One client may be shared by any number of threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

    def _backend(self, name: str) -> Backend[httpx.Client]:
        if not isinstance(name, str) or name != "httpx":
            raise ConfigurationError(
                f"http_backend={shown(name)}: a Client has only 'httpx' (an AsyncClient also 'aiohttp')"
            )
        from .transports.clients import connector

        return connector

    def _call(self, prepared: PreparedRequest[T], options: Options) -> T:
        return self._result(self._respond(prepared, options))

    def _iterate(self, pages: Pages, options: Options) -> Iterator[Any]:
        """The results of all pages, each requested when the one before is used up."""
        while pages.request is not None:
            yield from pages.take(self._respond(pages.request, options))

    def _respond(self, prepared: PreparedRequest[T], options: Options) -> Response[T]:
        call = self._start(prepared, options)
        while call.response is None:
            if pause := call.pause():
                time.sleep(pause)
            call.credentials = call.credentials.renewed()
            try:
                reader = self._attempt(call)
            except httpx.HTTPError as error:
                wait: float | None = call.failed(error)
            else:  # apart, since what functions of the caller raise is not for us to catch
                wait = call.answered(reader)
            if wait is not None:
                time.sleep(wait)
        return call.response

    def _attempt(self, call: Call[Any]) -> BodyReader:
        with keep(call.deadline):
            http = self._pool.acquire()
            with call.attempt().built_by(http, is_ours=self._is_ours) as request:
                response = http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            reader = call.receive(response)
            try:
                for chunk in reader.iter_chunks():
                    if not reader.feed(chunk):
                        break
            except httpx.HTTPError as error:
                reader.fail(error)
            finally:
                response.close()
        return reader

    @boundary
    def map(
        self,
        method: Callable[..., T],
        requests: Iterable[Mapping[str, Any]],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        in_order: bool = False,
    ) -> Iterator[MapResult[T]]:
        """Call a method of this client for many requests, so many at a time, in threads.

        Memory depends on `concurrency` and not on the number of requests, which are taken as they are needed. The calls
        keep one pace: when one meets the rate limit all wait, and go on more slowly until answers come again.

        Args:
            method: a method such as `client.run_inference`, also of `with_options` or `with_raw_response`.
            requests: the keywords of each call.
            concurrency: how many calls are under way or waiting to be taken, at most.
            in_order: whether results come in the order of the requests, or each as soon as it is there.

        Yields:
            A `MapResult` for each request. A call that fails is a result with an `error`, and the others go on.

        Raises:
            ConfigurationError: `method` is not of a client, or `concurrency` is not a whole number of at least 1.
        """
        throttled = self._throttled(method)
        checked_iterable("requests", requests, Iterable)
        return fan_out(throttled, requests, checked_count("concurrency", concurrency, least=1), in_order=in_order)

    @boundary
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
        if not isinstance(name, str) or name not in ("httpx", "aiohttp"):
            raise ConfigurationError(f"http_backend={shown(name)}: there are 'httpx' and 'aiohttp'")
        if name == "httpx":
            from .transports.clients import async_connector

            return async_connector
        try:
            from .transports import aiohttp_transport
        except ImportError as error:
            message = f"http_backend='aiohttp' needs the extra: pip install 'datadog-llm-client[aiohttp]' ({error})"
            raise ConfigurationError(message) from error
        return partial(aiohttp_transport.connector, version=self._version)

    async def _call(self, prepared: PreparedRequest[T], options: Options) -> T:
        return self._result(await self._respond(prepared, options))

    async def _iterate(self, pages: Pages, options: Options) -> AsyncIterator[Any]:
        """The results of all pages, each requested when the one before is used up."""
        while pages.request is not None:
            for result in pages.take(await self._respond(pages.request, options)):
                yield result

    async def _respond(self, prepared: PreparedRequest[T], options: Options) -> Response[T]:
        import anyio  # httpx loads it too, with its first async call

        call = self._start(prepared, options)
        while call.response is None:
            if pause := call.pause():
                await anyio.sleep(pause)
            remaining = call.deadline.remaining
            if call.credentials.ask is not None:
                with anyio.move_on_after(remaining):
                    call.credentials = await call.credentials.renewed_async()
            try:
                if remaining is None:
                    reader = await self._attempt(call)
                else:
                    with anyio.move_on_after(remaining) as scope:
                        reader = await self._attempt(call)
                    if scope.cancelled_caught:
                        call.deadline.check()
            except httpx.HTTPError as error:
                wait: float | None = call.failed(error)
            else:
                wait = call.answered(reader)
            if wait is not None:
                await anyio.sleep(wait)
        return call.response

    async def _attempt(self, call: Call[Any]) -> BodyReader:
        with keep(call.deadline):
            http = self._pool.acquire(current_loop())
            with call.attempt().built_by(http, is_ours=self._is_ours) as request:
                response = await http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            reader = call.receive(response)
            try:
                async for chunk in reader.aiter_chunks():
                    if not reader.feed(chunk):
                        break
            except httpx.HTTPError as error:
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
    ) -> AsyncIterator[MapResult[T]]:
        """Await a method of this client for many requests, so many at a time; for the rest as `Client.map`.

        Leaving the loop early, or being cancelled, cancels the calls that are under way.
        """
        throttled = self._throttled(method)
        checked_iterable("requests", requests, Iterable, AsyncIterable)
        return fan_out_async(throttled, requests, checked_count("concurrency", concurrency, least=1), in_order=in_order)

    @boundary
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
