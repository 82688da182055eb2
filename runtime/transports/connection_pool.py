"""Pools of connections at a cost for each call that does not grow with their number.

httpcore's pool looks at every open connection for every request. These look at the one that was used last.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import anyio
import httpcore
import httpx

from ..values.loops import current_loop, finish, running_trio
from .streams import AsyncBackend, Backend

KEEPALIVE_EXPIRY = 5.0  # seconds that a connection waits for its next call, as in httpx

Connection: TypeAlias = Any  # one of httpcore's, sync or async

NONE_FREE = "no connection was free in time"


class _Connections:
    """Those that are idle, the one used last on top, and those that are in use.

    Threads need no lock, which a fork could leave locked: each step is whole on its own.
    """

    def __init__(self, make: Callable[[httpcore.Origin], Connection], close: Callable[[Connection], object]) -> None:
        self._make = make
        self._close = close
        self._idle: deque[tuple[float, object, Connection]] = deque()
        self._used: dict[Connection, object] = {}
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._idle) + len(self._used)

    def take(self, origin: httpcore.Origin) -> Connection:
        """A connection for one call: one that is idle and still good, or else a new one."""
        library = running_trio()  # httpcore's locks are of one library, or the other
        connection = None
        try:
            while self._idle[0][0] < time.monotonic() - KEEPALIVE_EXPIRY:
                self._close(self._idle.popleft()[2])
            while connection is None:
                _, made_in, idle = self._idle.pop()
                if made_in is library and not idle.has_expired():
                    connection = idle
                else:
                    self._close(idle)
        except IndexError:
            connection = self._make(origin)
        self._used[connection] = library
        return connection

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next call, unless its call failed, or left something unread."""
        library = self._used.pop(connection, None)
        if connection.is_idle() and _is_read_out(connection):
            self._idle.append((time.monotonic(), library, connection))
        else:
            self._close(connection)
        if self._is_closed:
            self.close()

    def _release(self, room: Any, connection: Connection | None) -> None:
        try:
            if connection is not None:
                self.give_back(connection)
        finally:
            room.release()

    def close(self) -> None:
        """Close what is idle now, and the rest as its calls end: their answers are still to come."""
        self._is_closed = True
        while self._idle:
            self._close(self._idle.pop()[2])

    def abandon(self) -> None:
        """Close this process's copies of all, after it was forked."""
        connections = [*(connection for *_, connection in self._idle), *self._used]
        self._idle.clear()
        self._used.clear()
        for connection in connections:
            self._close(connection)


def _is_read_out(connection: Connection) -> bool:
    """Whether nothing is left of what was received, such as the beginning of an answer that nobody asked for."""
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    parser = getattr(connection, "_h11_state", None)
    return parser is not None and parser.trailing_data == (b"", False)


class ConnectionPool(_Connections):
    """Connections to one server, for threads: what httpx hands its requests to."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        maker = httpcore.ConnectionPool(network_backend=Backend(), **_options(context, proxy))
        super().__init__(maker.create_connection, lambda connection: connection.close())
        self._limit = limit
        self._room = threading.Semaphore(limit)

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        room = self._room
        if not room.acquire(timeout=request.extensions["timeout"]["pool"]):
            raise httpcore.PoolTimeout(NONE_FREE)
        connection = None
        try:
            connection = self.take(request.url.origin)
            response: httpcore.Response = connection.handle_request(request)
        except BaseException:
            self._release(room, connection)
            raise
        response.stream = Body(response.stream, partial(self._release, room, connection))
        return response

    def abandon(self) -> None:
        super().abandon()
        self._room = threading.Semaphore(self._limit)


class AsyncConnectionPool(_Connections):
    """The same for event loops, which share what is idle. Each has room for as many connections."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        maker = httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **_options(context, proxy))
        # Ours close without waiting for anything, so that it can be done from anywhere.
        super().__init__(maker.create_connection, lambda connection: finish(connection.aclose()))
        self._limit = limit
        self._rooms = WeakKeyDictionary[Any, anyio.Semaphore]()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        loop = current_loop()
        room = self._rooms.get(loop) or self._rooms.setdefault(loop, anyio.Semaphore(self._limit))
        await take_room(room, request)
        connection = None
        try:
            connection = self.take(request.url.origin)
            response: httpcore.Response = await connection.handle_async_request(request)
        except BaseException:
            self._release(room, connection)
            raise
        response.stream = Body(response.stream, partial(self._release, room, connection))
        return response

    async def aclose(self) -> None:
        self.close()


async def take_room(room: anyio.Semaphore, request: httpcore.Request) -> None:
    """Wait until there is room for one more call."""
    try:
        room.acquire_nowait()
    except anyio.WouldBlock:
        with anyio.move_on_after(request.extensions["timeout"]["pool"]):
            await room.acquire()
            return
        raise httpcore.PoolTimeout(NONE_FREE) from None


def _options(context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> dict[str, Any]:
    through = None
    if proxy is not None:
        through = httpcore.Proxy(str(proxy.url), proxy.raw_auth, proxy.headers.raw, proxy.ssl_context or context)
    return {"ssl_context": context, "proxy": through, "keepalive_expiry": KEEPALIVE_EXPIRY}


class Body:
    """The body of an answer, which releases its connection once, when it is closed, even if closing is cancelled."""

    def __init__(self, stream: Any, release: Callable[[], object]) -> None:
        self._stream = stream
        self._releases = [release]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def __aiter__(self) -> AsyncIterator[bytes]:
        iterator: AsyncIterator[bytes] = self._stream.__aiter__()
        return iterator

    def close(self) -> None:
        try:
            self._stream.close()
        finally:
            self._release()

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            self._release()

    def _release(self) -> None:
        while self._releases:
            self._releases.pop()()
