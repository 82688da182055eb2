"""Our own connections to the server, at a cost for each call that does not grow with their number.

httpx's pool looks at every open connection for every request. Of ours, each is a transport of its own; the idle ones
lie on a stack, and all share one TLS context.
"""

from __future__ import annotations

import ssl
import threading
import time
import urllib.request
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, Generic, TypeVar

import httpx

from .deadlines import watch
from .requests import Attempt
from .settings import is_loopback

T = TypeVar("T", bound=httpx.HTTPTransport | httpx.AsyncHTTPTransport)

KEPT_IDLE = 5.0  # seconds, as httpx does
_NEVER = float("-inf")  # when a transport was last used that was not used yet
_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEPT_IDLE)

parse_url = lru_cache(maxsize=256)(httpx.URL)


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """The proxy that the environment names for a URL. None for loopback, where a proxy would only see the keys."""
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or urllib.request.proxy_bypass(f"{url.host}:{port}"):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return None if not proxy else httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")


class _Stack(Generic[T]):
    """Idle transports, the one used last on top. Safe between threads, as the operations of a deque are atomic."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._idle = deque([(_NEVER, build())])  # one at once, so that what cannot be set up is said before a call
        self.is_closed = False

    def take(self) -> tuple[T, bool]:
        """A transport, and whether it is connected already (it may turn out to have been closed by the server)."""
        try:
            since, transport = self._idle.pop()
        except IndexError:
            return self._build(), False
        return transport, since > _NEVER

    def give_back(self, transport: T) -> T | None:
        """Keep a transport for the next call. Returns one to close, where one has been idle for long."""
        now = time.monotonic()
        if self.is_closed:
            return transport
        self._idle.append((now, transport))
        try:
            since, oldest = self._idle[0]
            if now - since <= KEPT_IDLE:
                return None
            self._idle.remove((since, oldest))
        except (IndexError, ValueError):  # another thread was quicker
            return None
        return oldest

    def close(self) -> list[T]:
        self.is_closed = True
        idle: list[T] = []
        with suppress(IndexError):
            while True:
                idle.append(self._idle.pop()[1])
        return idle


class Connections:
    """Our own connections, for threads."""

    def __init__(self, limit: int, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._stack = _Stack(lambda: httpx.HTTPTransport(verify=context, limits=_ONE, proxy=proxy))
        self._room = threading.Semaphore(limit)

    @property
    def is_closed(self) -> bool:
        return self._stack.is_closed

    def send(self, attempt: Attempt) -> httpx.Response:
        if not self._room.acquire(timeout=attempt.timeout["pool"]):
            raise httpx.PoolTimeout("no connection was free in time")
        transport, connected = self._stack.take()
        watched = attempt.ends_at is not None or not connected
        try:
            response = transport.handle_request(_request(attempt, {"trace": watch} if watched else {}))
        except BaseException:
            self._release(transport)
            raise
        response.stream = _Stream(response.stream, lambda: self._release(transport))
        return response

    def _release(self, transport: httpx.HTTPTransport) -> None:
        old = self._stack.give_back(transport)
        self._room.release()
        if old is not None:
            old.close()

    def close(self) -> None:
        for transport in self._stack.close():
            transport.close()


class AsyncConnections:
    """Our own connections, for one event loop."""

    def __init__(self, limit: int, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        import anyio

        self._stack = _Stack(lambda: httpx.AsyncHTTPTransport(verify=context, limits=_ONE, proxy=proxy))
        self._room = anyio.Semaphore(limit)

    @property
    def is_closed(self) -> bool:
        return self._stack.is_closed

    async def send(self, attempt: Attempt) -> httpx.Response:
        import anyio

        try:
            self._room.acquire_nowait()
        except anyio.WouldBlock:
            with anyio.move_on_after(attempt.timeout["pool"]) as scope:
                await self._room.acquire()
            if scope.cancelled_caught:
                raise httpx.PoolTimeout("no connection was free in time") from None
        transport, _ = self._stack.take()
        try:
            response = await transport.handle_async_request(_request(attempt, {}))
        except BaseException:
            await self._release(transport)
            raise
        response.stream = _AsyncStream(response.stream, lambda: self._release(transport))
        return response

    async def _release(self, transport: httpx.AsyncHTTPTransport) -> None:
        old = self._stack.give_back(transport)
        self._room.release()
        if old is not None:
            await old.aclose()

    async def aclose(self) -> None:
        for transport in self._stack.close():
            await transport.aclose()


def _request(attempt: Attempt, extensions: dict[str, Any]) -> httpx.Request:
    # Nobody else sees this request, so the credentials may stand in it.
    return httpx.Request(
        attempt.method,
        parse_url(attempt.url),
        headers=[*attempt.headers.items(), *attempt.credentials.headers.items()],
        content=attempt.content,
        extensions={"timeout": attempt.timeout, **extensions},
    )


class _Stream(httpx.SyncByteStream):
    """The body of an answer, which gives its connection back when it is closed."""

    def __init__(self, stream: Any, release: Callable[[], None]) -> None:
        self._stream = stream
        self._release = release

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        try:
            self._stream.close()
        finally:
            self._release()


class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, stream: Any, release: Callable[[], Awaitable[None]]) -> None:
        self._stream = stream
        self._release = release

    def __aiter__(self) -> AsyncIterator[bytes]:
        iterator: AsyncIterator[bytes] = self._stream.__aiter__()
        return iterator

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            await self._release()
