"""The two ways to drive an exchange, sync and async. The generated `Client` and `AsyncClient` add the operations."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import BaseClient
from .exchange import Exchange, location_unread
from .requests import Operation
from .settings import Options
from .types import Response

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client]):
    """Drives exchanges in the calling thread. One client may be shared by any number of threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

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
                wait = self._attempt(exchange)
            except httpx.HTTPError as error:
                wait = exchange.failed(error)
            if wait is not None:
                time.sleep(wait)
        return self._deliver(exchange.response)

    def _attempt(self, exchange: Exchange[Any]) -> float | None:
        http = self._pool.acquire()
        request = exchange.request(http)
        with self._settings.credentials.on(request), location_unread():
            response = http.send(request, stream=True, follow_redirects=False)
            body = exchange.receive(response)
            try:
                for chunk in response.iter_bytes():
                    if not body.takes(chunk):
                        break
            except httpx.HTTPError as error:
                body.broke(error)
            finally:
                response.close()
        return exchange.answered(body)

    def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        http = self._pool.close()
        if http is not None:
            http.close()

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
                with anyio.fail_after(exchange.remaining):
                    wait = await self._attempt(exchange)
            except TimeoutError:
                wait = exchange.failed(httpx.ReadTimeout("the deadline passed"))
            except httpx.HTTPError as error:
                wait = exchange.failed(error)
            if wait is not None:
                await anyio.sleep(wait)
        return self._deliver(exchange.response)

    async def _attempt(self, exchange: Exchange[Any]) -> float | None:
        import anyio.lowlevel

        http = self._pool.acquire(anyio.lowlevel.current_token())
        request = exchange.request(http)
        with self._settings.credentials.on(request), location_unread():
            response = await http.send(request, stream=True, follow_redirects=False)
            body = exchange.receive(response)
            try:
                async for chunk in response.aiter_bytes():
                    if not body.takes(chunk):
                        break
            except httpx.HTTPError as error:
                body.broke(error)
            finally:
                await response.aclose()
        return exchange.answered(body)

    async def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        import anyio.lowlevel

        http = self._pool.close(anyio.lowlevel.current_token())  # those of a loop that is gone cannot be closed
        if http is not None:
            await http.aclose()

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
