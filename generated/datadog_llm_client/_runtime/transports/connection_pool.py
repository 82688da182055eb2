# Copied from runtime/transports/connection_pool.py: edit that.
from __future__ import annotations

import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import anyio
import httpcore
import httpx
from anyio.lowlevel import checkpoint_if_cancelled

from ..values.loops import current_loop, finish
from .streams import AsyncBackend, Backend

KEEPALIVE_EXPIRY = 5.0

Connection: TypeAlias = Any

_NONE_FREE = "no connection was free in time"
_UNLOCKED: Any = nullcontext()


class _Connections:
    def __init__(self, maker: Any) -> None:
        self._make = maker.create_connection
        self._idle: deque[tuple[float, Connection]] = deque()
        self._used: set[Connection] = set()
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._idle) + len(self._used)

    def _close(self, connection: Connection) -> None:
        connection.close()

    def take(self, origin: httpcore.Origin) -> Connection:
        try:
            while self._idle[0][0] < time.monotonic() - KEEPALIVE_EXPIRY:
                self._close(self._idle.popleft()[1])
            while (connection := self._idle.pop()[1]).has_expired():
                self._close(connection)
        except IndexError:
            connection = self._make(origin)
        self._used.add(connection)
        return connection

    def give_back(self, connection: Connection) -> None:
        self._used.discard(connection)
        layers = _layers(connection)
        if connection.is_idle() and not _has_trailing_data(layers[-1]):
            _remove_locks(layers)
            self._idle.append((time.monotonic(), connection))
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
        self._is_closed = True
        while self._idle:
            self._close(self._idle.pop()[1])

    async def aclose(self) -> None:
        self.close()

    def abandon(self) -> None:
        connections = [*(connection for _, connection in self._idle), *self._used]
        self._idle.clear()
        self._used.clear()
        for connection in connections:
            self._close(connection)


def _layers(connection: Connection) -> list[Connection]:
    layers = [connection]
    while (inner := getattr(layers[-1], "_connection", None)) is not None:
        layers.append(inner)
    return layers


def _has_trailing_data(connection: Connection) -> bool:
    parser = getattr(connection, "_h11_state", None)
    return parser is None or parser.trailing_data != (b"", False)


def _remove_locks(layers: list[Connection]) -> None:
    for layer in layers:
        layer._request_lock = layer._connect_lock = layer._state_lock = _UNLOCKED


class ConnectionPool(_Connections):
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
    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        super().__init__(httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **_options(context, proxy)))
        self._limit = limit
        self._rooms = WeakKeyDictionary[Any, anyio.Semaphore]()

    def _close(self, connection: Connection) -> None:
        finish(connection.aclose())

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        loop = current_loop()
        room = self._rooms.get(loop) or self._rooms.setdefault(loop, anyio.Semaphore(self._limit))
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
    await checkpoint_if_cancelled()
    try:
        room.acquire_nowait()
    except anyio.WouldBlock:
        with anyio.move_on_after(request.extensions["timeout"]["pool"]):
            return await room.acquire()
        raise httpcore.PoolTimeout(_NONE_FREE) from None


def _options(context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> dict[str, Any]:
    through = None
    if proxy is not None:
        if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
            raise ImportError("a SOCKS proxy needs an extra of httpx: pip install 'httpx[socks]'")
        through = httpcore.Proxy(str(proxy.url), proxy.raw_auth, proxy.headers.raw, proxy.ssl_context or context)
    return {"ssl_context": context, "proxy": through, "keepalive_expiry": KEEPALIVE_EXPIRY}


class Body:
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
