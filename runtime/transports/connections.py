"""Our own connections to the server, at a cost for each call that does not grow with their number.

httpx's pool looks at every open connection for every request. Of ours, each is a transport of its own; the idle ones
lie on a stack, and all share one TLS context.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import anyio
import httpcore
import httpx

from ..values.attempt import Attempt
from .given import KEEPALIVE_EXPIRY
from .idle_connections import IdleConnections
from .network import AsyncBackend, Backend, WriteBuffer

_WITH_CONTENT = ("POST", "PUT", "PATCH")  # which are to say so, too, when there is none (RFC 9110, section 8.6)

parse_url = lru_cache(maxsize=256)(httpx.URL)


class _Transport(httpx.HTTPTransport):
    """A transport of httpx with one connection in place of its pool, which is made anew when it has ended."""

    def __init__(self, connect: Callable[[], httpcore.ConnectionInterface]) -> None:
        self._connect = connect
        self._pool: Any = connect()  # what httpx hands its requests to
        self._is_new = True

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # After a failure, or where a call was cancelled as it ended, a connection may be neither closed nor idle.
        if not self._is_new and (not self._pool.is_idle() or self._pool.has_expired()):
            self._pool.close()
            self._pool = self._connect()
        self._is_new = False
        response = super().handle_request(request)
        if _is_unsolicited(response):
            self._pool.close()
            raise httpx.ConnectError(_UNSOLICITED)
        return response


class _AsyncTransport(httpx.AsyncHTTPTransport):
    """The same for an event loop."""

    def __init__(self, connect: Callable[[], httpcore.AsyncConnectionInterface]) -> None:
        self._connect = connect
        self._pool: Any = connect()
        self._is_new = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._is_new and (not self._pool.is_idle() or self._pool.has_expired()):
            await self._pool.aclose()
            self._pool = self._connect()
        self._is_new = False
        response = await super().handle_async_request(request)
        if _is_unsolicited(response):
            await self._pool.aclose()
            raise httpx.ConnectError(_UNSOLICITED)
        return response


#: Raised as what it is for the request: not sent.
_UNSOLICITED = "the connection held an answer to no request, so it was given up"


def _is_unsolicited(response: httpx.Response) -> bool:
    """Whether an answer was there before the request was sent: left over from the call before."""
    stream = response.extensions.get("network_stream")
    return isinstance(stream, WriteBuffer) and stream.holds_request


class Connections:
    """Our own connections, for threads."""

    def __init__(self, base_url: str, limit: int, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        origin, options = _origin(base_url), _options(context, proxy)
        maker = httpcore.ConnectionPool(network_backend=Backend(), **options)
        self._idle = IdleConnections(lambda: _Transport(lambda: maker.create_connection(origin)))
        self._room = threading.Semaphore(limit)

    @property
    def is_closed(self) -> bool:
        return self._idle.is_closed

    def send(self, attempt: Attempt) -> httpx.Response:
        if not self._room.acquire(timeout=attempt.timeout["pool"]):
            raise httpx.PoolTimeout("no connection was free in time")
        transport = self._idle.pop()
        try:
            response = transport.handle_request(_request(attempt))
        except BaseException:
            self._release(transport)
            raise
        response.stream = _Stream(response.stream, lambda: self._release(transport))
        return response

    def _release(self, transport: _Transport) -> None:
        old = self._idle.push(transport)
        self._room.release()
        if old is not None:
            old.close()

    def close(self) -> None:
        for transport in self._idle.close():
            transport.close()


class AsyncConnections:
    """Our own connections, for one event loop."""

    def __init__(self, base_url: str, limit: int, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        origin, options = _origin(base_url), _options(context, proxy)
        maker = httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **options)
        self._idle = IdleConnections(lambda: _AsyncTransport(lambda: maker.create_connection(origin)))
        self._room = anyio.Semaphore(limit)

    @property
    def is_closed(self) -> bool:
        return self._idle.is_closed

    async def send(self, attempt: Attempt) -> httpx.Response:
        try:
            self._room.acquire_nowait()
        except anyio.WouldBlock:
            with anyio.move_on_after(attempt.timeout["pool"]) as scope:
                await self._room.acquire()
            if scope.cancelled_caught:
                raise httpx.PoolTimeout("no connection was free in time") from None
        transport = self._idle.pop()
        try:
            response = await transport.handle_async_request(_request(attempt))
        except BaseException:
            await self._release(transport)
            raise
        response.stream = _AsyncStream(response.stream, lambda: self._release(transport))
        return response

    async def _release(self, transport: _AsyncTransport) -> None:
        old = self._idle.push(transport)
        self._room.release()
        if old is not None:
            await old.aclose()

    async def aclose(self) -> None:
        for transport in self._idle.close():
            await transport.aclose()


def _origin(base_url: str) -> httpcore.Origin:
    url = parse_url(base_url)
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/").origin


def _options(context: ssl.SSLContext, proxy: httpx.Proxy | None) -> dict[str, Any]:
    through = None
    if proxy is not None and proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ImportError("a SOCKS proxy needs an extra of httpx: pip install 'httpx[socks]'")
    if proxy is not None:
        through = httpcore.Proxy(str(proxy.url), proxy.raw_auth, proxy.headers.raw, proxy.ssl_context or context)
    return {"ssl_context": context, "proxy": through, "keepalive_expiry": KEEPALIVE_EXPIRY}


def _request(attempt: Attempt) -> httpx.Request:
    # Nobody else sees this request, so the credentials may stand in it. As its headers are whole and its body a stream,
    # httpx need not look for what is missing.
    url, content = parse_url(attempt.url), attempt.content
    headers = {"host": url.netloc.decode("ascii"), **attempt.headers, **attempt.credentials.headers}
    if content is not None or attempt.method in _WITH_CONTENT:
        headers["content-length"] = str(len(content or b""))
    return httpx.Request(
        attempt.method,
        url,
        headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()],
        stream=httpx.ByteStream(content or b""),
        extensions={"timeout": attempt.timeout},
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
