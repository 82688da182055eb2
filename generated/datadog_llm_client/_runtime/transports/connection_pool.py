# Copied from runtime/transports/connection_pool.py: edit that.
"""Connection pools in which the cost of a request does not grow with the number of connections.

httpcore's pool looks at every open connection for every request. These look at the one that was used last.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import anyio
import httpcore
import httpx

from ..values.loops import current_loop, finish, running_trio
from .streams import AsyncBackend, Backend

KEEPALIVE_EXPIRY = 5.0  # seconds that a connection stays open for its next request, as in httpx

Connection: TypeAlias = Any  # one of httpcore's, sync or async

_NONE_FREE = "no connection was free in time"


class _Connections:
    """The idle connections, the one used last on top, and those in use.

    Threads need no lock, which a fork could leave locked: each operation is atomic.
    """

    def __init__(self, maker: Any) -> None:
        self._make = maker.create_connection
        self._idle: deque[tuple[float, object, Connection]] = deque()
        self._used: dict[Connection, object] = {}
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._idle) + len(self._used)

    def _close(self, connection: Connection) -> None:
        connection.close()

    def take(self, origin: httpcore.Origin) -> Connection:
        """Return a connection for one request: one that is idle and still good, else a new one."""
        library = running_trio()  # httpcore's locks belong to asyncio or to trio
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
        """Keep a connection for the next request, unless this one failed or left something unread."""
        library = self._used.pop(connection, None)
        if connection.is_idle() and not _has_trailing_data(connection):
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
        """Close the idle connections now, and the others once their responses have been read."""
        self._is_closed = True
        while self._idle:
            self._close(self._idle.pop()[2])

    async def aclose(self) -> None:
        """The same: it waits for nothing."""
        self.close()

    def abandon(self) -> None:
        """Close the copies of all connections in a forked process."""
        connections = [*(connection for *_, connection in self._idle), *self._used]
        self._idle.clear()
        self._used.clear()
        for connection in connections:
            self._close(connection)


def _has_trailing_data(connection: Connection) -> bool:
    """Whether more was received than the response, such as the beginning of an unsolicited one."""
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    parser = getattr(connection, "_h11_state", None)
    return parser is None or parser.trailing_data != (b"", False)


class ConnectionPool(_Connections):
    """Connections to one server, for threads. httpx hands its requests to it."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        super().__init__(httpcore.ConnectionPool(network_backend=Backend(), **_options(context, proxy)))
        self._limit = limit
        self._room = threading.Semaphore(limit)

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        room = self._room
        if not room.acquire(timeout=request.extensions["timeout"]["pool"]):
            raise httpcore.PoolTimeout(_NONE_FREE)
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
    """The same for event loops, which share the idle connections. The limit applies to each of them."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        super().__init__(httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **_options(context, proxy)))
        self._limit = limit
        self._rooms = WeakKeyDictionary[Any, anyio.Semaphore]()

    def _close(self, connection: Connection) -> None:
        finish(connection.aclose())  # our streams close without waiting, so from anywhere

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        loop = current_loop()
        room = self._rooms.get(loop) or self._rooms.setdefault(loop, anyio.Semaphore(self._limit, fast_acquire=True))
        await acquire(room, request)
        connection = None
        try:
            connection = self.take(request.url.origin)
            response: httpcore.Response = await connection.handle_async_request(request)
        except BaseException:
            self._release(room, connection)
            raise
        response.stream = Body(response.stream, partial(self._release, room, connection))
        return response


async def acquire(room: anyio.Semaphore, request: httpcore.Request) -> None:
    """Wait until one more request can be sent. Raises `httpcore.PoolTimeout`."""
    with anyio.move_on_after(request.extensions["timeout"]["pool"]):
        return await room.acquire()
    raise httpcore.PoolTimeout(_NONE_FREE)


def _options(context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> dict[str, Any]:
    through = None
    if proxy is not None:
        if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
            raise ImportError("a SOCKS proxy needs an extra of httpx: pip install 'httpx[socks]'")
        through = httpcore.Proxy(str(proxy.url), proxy.raw_auth, proxy.headers.raw, proxy.ssl_context or context)
    return {"ssl_context": context, "proxy": through, "keepalive_expiry": KEEPALIVE_EXPIRY}


class Body:
    """The body of a response. Closing it releases its connection, once, even if closing is cancelled."""

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
