"""The two ways to drive an exchange, sync and async. The generated `Client` and `AsyncClient` add the operations."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import BaseClient
from .deadlines import until
from .errors import ConfigurationError
from .exchange import Exchange
from .fanout import fan_out, fan_out_async
from .loops import current_loop
from .requests import Operation
from .settings import DEFAULT_CONCURRENCY, Options, checked_count
from .transports import AsyncGiven, AsyncTransport, Given, Transport
from .types import MapResult, Response

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client, Transport]):
    """Drives exchanges in the calling thread. One client may be shared by any number of threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

    _given = Given

    @staticmethod
    def _backend(name: str) -> Callable[[str, int, ssl.SSLContext, httpx.Proxy | None], Transport]:
        if name != "httpx":
            raise ConfigurationError(
                f"http_backend={name!r}: a Client has only 'httpx' (an AsyncClient also 'aiohttp')"
            )
        from .connections import Connections

        return Connections

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
        exchange = self._exchange(operation, parameters, options, query, headers, body)
        while exchange.response is None:
            try:
                if pause := exchange.pause():
                    time.sleep(pause)
                wait = self._attempt(exchange)
            except httpx.HTTPError as error:
                wait = exchange.failed(error)
            if wait is not None:
                time.sleep(wait)
        return self._deliver(exchange.response)

    def _attempt(self, exchange: Exchange[Any]) -> float | None:
        attempt = exchange.attempt()
        with until(attempt.ends_at):
            response = self._pool.acquire().send(attempt)
            body = exchange.receive(response)
            try:
                for chunk in body.parts():
                    if not body.takes(chunk):
                        break
            except httpx.HTTPError as error:
                body.broke(error)
            finally:
                response.close()
        return exchange.answered(body)

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
        paced = self._paced(method)
        return fan_out(paced, requests, checked_count("concurrency", concurrency, least=1), in_order=in_order)

    def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        transport = self._pool.close()
        if transport is not None:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class BaseAsyncClient(BaseClient[httpx.AsyncClient, AsyncTransport]):
    """Drives exchanges in an event loop, of asyncio or trio."""

    @staticmethod
    def _http_type() -> type[httpx.AsyncClient]:
        return httpx.AsyncClient

    _given = AsyncGiven

    @staticmethod
    def _backend(name: str) -> Callable[[str, int, ssl.SSLContext, httpx.Proxy | None], AsyncTransport]:
        if name == "httpx":
            from .connections import AsyncConnections

            return AsyncConnections
        if name != "aiohttp":
            raise ConfigurationError(f"http_backend={name!r}: there are 'httpx' and 'aiohttp'")
        try:
            from .aiohttp_transport import AiohttpConnections
        except ImportError as error:
            message = f"http_backend='aiohttp' needs the extra: pip install 'datadog-llm-client[aiohttp]' ({error})"
            raise ConfigurationError(message) from error
        return AiohttpConnections

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

        exchange = self._exchange(operation, parameters, options, query, headers, body)
        while exchange.response is None:
            try:
                if pause := exchange.pause():
                    await anyio.sleep(pause)
                remaining = exchange.remaining
                if remaining is None:
                    wait = await self._attempt(exchange)
                else:
                    wait = None
                    with anyio.move_on_after(remaining) as scope:
                        wait = await self._attempt(exchange)
                    if scope.cancelled_caught:
                        raise httpx.ReadTimeout("the deadline passed")
            except httpx.HTTPError as error:
                wait = exchange.failed(error)
            if wait is not None:
                await anyio.sleep(wait)
        return self._deliver(exchange.response)

    async def _attempt(self, exchange: Exchange[Any]) -> float | None:
        response = await self._pool.acquire(current_loop()).send(exchange.attempt())
        body = exchange.receive(response)
        try:
            async for chunk in body.parts_async():
                if not body.takes(chunk):
                    break
        except httpx.HTTPError as error:
            body.broke(error)
        finally:
            await response.aclose()
        return exchange.answered(body)

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
        paced = self._paced(method)
        return fan_out_async(paced, requests, checked_count("concurrency", concurrency, least=1), in_order=in_order)

    async def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        # Connections of a loop that is gone cannot be closed.
        transport = self._pool.close(current_loop())
        if transport is not None:
            await transport.aclose()

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
