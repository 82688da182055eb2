"""A connection of asyncio for httpcore.

By itself httpcore takes the streams of anyio: made for any event loop, they cost more than all the rest of a call.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from typing import Any, Self, cast

import httpcore

HAPPY_EYEBALLS_DELAY = 0.25  # seconds, of RFC 8305 and of httpx
#: Bytes that may wait to be read before the server is asked to pause.
_MOST_UNREAD = 1024 * 1024


class AsyncioStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """Collects what asyncio hands over until it is read."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._may_write = True
        self._received = b""
        self._may_receive = True
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[bool] | None = None

    @classmethod
    async def connect(cls, host: str, port: int, timeout: float | None = None) -> Self:
        """Connect to the address of a host that answers first."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, stream = await loop.create_connection(cls, host, port, happy_eyeballs_delay=HAPPY_EYEBALLS_DELAY)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return stream

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._transport.write(buffer)
        # The server may answer, or end the connection, before it has read everything.
        while not (self._may_write or self._received or self._ended):
            await self._wait_for_event(timeout, httpcore.WriteTimeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while not (self._received or self._ended):
            await self._wait_for_event(timeout, httpcore.ReadTimeout)
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
            if self._received or self._ended:  # it would count as what came over TLS
                raise ConnectionError("the server spoke, or left, before the TLS handshake")
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
        self._transport = cast(asyncio.Transport, transport)
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked of an idle connection, which is not used again where this is true
            return bool(
                self._ended
                or self._received
                or self._transport.get_write_buffer_size()  # a request that the server answered without reading it
                or _is_readable(self._transport.get_extra_info("socket"))
            )
        return self._transport.get_extra_info(info)

    async def _wait_for_event(self, timeout: float | None, late: type[Exception]) -> None:
        """Wait until something has changed."""
        self._waiter = self._loop.create_future()
        timer = None if timeout is None else self._loop.call_later(timeout, self._notify, False)
        try:
            if not await self._waiter:
                raise late
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def _notify(self, clamp: bool = True) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(clamp)

    # What asyncio calls:

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) > _MOST_UNREAD:
            self._may_receive = False
            self._transport.pause_reading()
        self._notify()

    def eof_received(self) -> None:
        self._ended = True
        self._notify()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = exc
        self._notify()

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True
        self._notify()


def _is_readable(sock: Any) -> bool:
    """Whether something has come that the event loop has not seen yet."""
    if sock is None or sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
