# Copied by "make generate" from runtime/transports/connection_pool.py. Edit that, never this file.
"""Pools of connections at a cost for each call that does not grow with their number.

httpcore's pool looks at every open connection for every request. These look at the one that was used last.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar

import anyio
import httpcore
import httpx

from ..values.loops import finish
from .idle_connections import KEEPALIVE_EXPIRY, IdleConnections
from .network import AsyncBackend, Backend

C = TypeVar("C", bound=httpcore.ConnectionInterface | httpcore.AsyncConnectionInterface)

_NONE_FREE = "no connection was free in time"


class _Connections(Generic[C]):
    """The connections to one server: the idle ones, and those that are in use."""

    def __init__(self, connect: Callable[[httpcore.Origin], C], close: Callable[[C], object]) -> None:
        self._connect = connect
        self._close = close
        self._idle: IdleConnections[C] = IdleConnections()
        self._used: set[C] = set()

    def __len__(self) -> int:
        return len(self._idle) + len(self._used)

    def take(self, origin: httpcore.Origin) -> C:
        """A connection for one call: one that is idle and still good, or else a new one."""
        for connection in self._idle.pop_expired():
            self._close(connection)
        while (idle := self._idle.pop()) is not None and idle.has_expired():
            self._close(idle)
        connection = idle if idle is not None else self._connect(origin)
        self._used.add(connection)
        return connection

    def give_back(self, connection: C) -> None:
        """Keep a connection for the next call, unless its call failed, or left something unread."""
        self._used.discard(connection)
        if not (connection.is_idle() and _is_read_out(connection) and self._idle.push(connection)):
            self._close(connection)

    def close(self) -> None:
        """Close what is idle now, and the rest as its calls end: their answers are still to come."""
        for connection in self._idle.close():
            self._close(connection)

    def abandon(self) -> None:
        """Close all of them, in a forked child: the parent goes on with its own copies."""
        for connection in [*self._idle.abandon(), *self._used]:
            self._close(connection)


def _is_read_out(connection: Any) -> bool:
    """Whether nothing is left of what was received, such as the beginning of an answer that nobody asked for."""
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    parser = getattr(connection, "_h11_state", None)
    return parser is not None and parser.trailing_data == (b"", False)


class ConnectionPool:
    """Connections to one server, for threads: what httpx hands its requests to."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        maker = httpcore.ConnectionPool(network_backend=Backend(), **_options(context, proxy))
        self.connections = _Connections(maker.create_connection, lambda connection: connection.close())
        self._room = threading.Semaphore(limit)

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        if not self._room.acquire(timeout=request.extensions["timeout"]["pool"]):
            raise httpcore.PoolTimeout(_NONE_FREE)
        connection = None
        try:
            connection = self.connections.take(request.url.origin)
            response = connection.handle_request(request)
        except BaseException:
            self._release(connection)
            raise
        response.stream = _Body(response.stream, lambda: self._release(connection))
        return response

    def _release(self, connection: httpcore.ConnectionInterface | None) -> None:
        try:
            if connection is not None:
                self.connections.give_back(connection)
        finally:
            self._room.release()

    def close(self) -> None:
        self.connections.close()


class AsyncConnectionPool:
    """Connections to one server, for one event loop."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        maker = httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **_options(context, proxy))
        # Ours close without waiting for anything, so that it can be done from anywhere.
        self.connections = _Connections(maker.create_connection, lambda connection: finish(connection.aclose()))
        self._room = anyio.Semaphore(limit)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        await take_room(self._room, request)
        connection = None
        try:
            connection = self.connections.take(request.url.origin)
            response = await connection.handle_async_request(request)
        except BaseException:
            self._release(connection)
            raise
        response.stream = AsyncBody(response.stream, lambda: self._release(connection))
        return response

    def _release(self, connection: httpcore.AsyncConnectionInterface | None) -> None:
        try:
            if connection is not None:
                self.connections.give_back(connection)
        finally:
            self._room.release()

    async def aclose(self) -> None:
        self.connections.close()


async def take_room(room: anyio.Semaphore, request: httpcore.Request) -> None:
    """Wait until there is room for one more call."""
    try:
        room.acquire_nowait()
    except anyio.WouldBlock:
        has_room = False
        with anyio.move_on_after(request.extensions["timeout"]["pool"]):
            await room.acquire()
            has_room = True
        if not has_room:
            raise httpcore.PoolTimeout(_NONE_FREE) from None


def _options(context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> dict[str, Any]:
    through = None
    if proxy is not None:
        through = httpcore.Proxy(str(proxy.url), proxy.raw_auth, proxy.headers.raw, proxy.ssl_context or context)
    return {"ssl_context": context, "proxy": through, "keepalive_expiry": KEEPALIVE_EXPIRY}


class _Body:
    """The body of an answer, which gives its connection back when it is closed, once."""

    def __init__(self, stream: Any, release: Callable[[], object]) -> None:
        self._stream = stream
        self._release: Callable[[], object] | None = release

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            try:
                self._stream.close()
            finally:
                release()


class AsyncBody:
    """The same, awaited. What is cancelled while it closes gives its connection back, too."""

    def __init__(self, stream: Any, release: Callable[[], object]) -> None:
        self._stream = stream
        self._release: Callable[[], object] | None = release

    def __aiter__(self) -> AsyncIterator[bytes]:
        iterator: AsyncIterator[bytes] = self._stream.__aiter__()
        return iterator

    async def aclose(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            try:
                closing: Awaitable[None] = self._stream.aclose()
                await closing
            finally:
                release()
