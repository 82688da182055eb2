"""The bytes below HTTP: what httpcore sends through. A request leaves in one piece, however it was written.

httpcore writes the head of a request and its body apart, which costs a system call and wakes the server twice, so what
is written is held until an answer is read. And for asyncio it goes through anyio, whose streams, made for any event
loop, cost more than all the rest of a call.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from .deadlines import in_time
from .loops import running_trio

HAPPY_EYEBALLS_DELAY = 0.25  # seconds, of RFC 8305 and of httpx
#: Bytes that may wait to be read before the server is asked to pause.
_MOST_UNREAD = 1024 * 1024


class Backend(httpcore.SyncBackend):
    """Makes connections for threads."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return Stream(super().connect_tcp(host, port, timeout, local_address, socket_options))


class Stream(httpcore.NetworkStream):
    """A connection that holds what is written until something is read, and keeps to the deadline of the call."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._unsent: list[bytes] = []
        self._write_timeout: float | None = None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._unsent.append(buffer)
        self._write_timeout = timeout

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            content, self._unsent = b"".join(self._unsent), []
            with suppress(httpcore.WriteError):  # the server may have answered all the same
                self._stream.write(content, in_time(self._write_timeout))
        return self._stream.read(max_bytes, in_time(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Makes connections for the event loop that it is called in."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if running_trio() is not None:
            backend: Any = httpcore.TrioBackend()
            trios: httpcore.AsyncNetworkStream = await backend.connect_tcp(
                host, port, timeout, local_address, socket_options
            )
            return trios
        loop = asyncio.get_running_loop()
        # Other loops, such as uvloop's, have their own way to try several addresses.
        options: Any = {"happy_eyeballs_delay": HAPPY_EYEBALLS_DELAY} if isinstance(loop, asyncio.BaseEventLoop) else {}
        try:
            async with asyncio.timeout(timeout):
                _, stream = await loop.create_connection(AsyncioStream, host, port, **options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return stream


class AsyncioStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A connection of asyncio, which holds what is written until something is read."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._unsent: list[bytes] = []
        self._write_timeout: float | None = None
        self._may_write = True
        self._received = b""
        self._may_receive = True
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[bool] | None = None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._unsent.append(buffer)
        self._write_timeout = timeout

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            content, self._unsent = b"".join(self._unsent), []
            self._transport.write(content)
            # The server may answer, or end the connection, before it has read everything.
            while not (self._may_write or self._received or self._ended):
                await self._news(self._write_timeout, httpcore.WriteTimeout)
        while not (self._received or self._ended):
            await self._news(timeout, httpcore.ReadTimeout)
        if not self._received and self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        data, self._received = self._received[:max_bytes], self._received[max_bytes:]
        if not self._may_receive and not self._received:
            self._may_receive = True
            self._transport.resume_reading()
        return data

    async def aclose(self) -> None:
        self._transport.abort()
        await asyncio.sleep(0)  # in which the socket is closed

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                transport = await self._loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except BaseException as error:
            self._transport.abort()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout(str(error)) from error
            if isinstance(error, OSError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        assert transport is not None
        self._transport = transport
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked of an idle connection, for which only its end can come
            return bool(self._ended or self._received or _is_readable(self._transport.get_extra_info("socket")))
        return self._transport.get_extra_info(info)

    async def _news(self, timeout: float | None, late: type[Exception]) -> None:
        """Wait until something has changed."""
        self._waiter = self._loop.create_future()
        timer = None if timeout is None else self._loop.call_later(timeout, self._wake, False)
        try:
            if not await self._waiter:
                raise late
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def _wake(self, in_time: bool = True) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(in_time)

    # What asyncio calls:

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) > _MOST_UNREAD:
            self._may_receive = False
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = exc
        self._wake()

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True
        self._wake()


def _is_readable(sock: Any) -> bool:
    """Whether something has come that the event loop has not seen yet."""
    if sock is None or sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
