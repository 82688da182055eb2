# Copied by "make generate" from runtime/transports/network.py. Edit that, never this file.
"""The bytes below HTTP: what httpcore sends through. A request leaves in one piece, however it was written.

httpcore writes the head of a request and its body apart, which costs a system call and wakes the server twice. So what
is written is held until an answer is read. Where an answer is there before anything was read, nobody had asked for it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from ..values.deadlines import current_deadline
from ..values.loops import current_loop, running_trio
from .addresses import addresses
from .asyncio_stream import AsyncioStream

#: Bytes that are written before the deadline is looked at again.
_PIECE = 64 * 1024


class WriteBuffer:
    """What has been written to a stream and is still to be sent."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._write_timeout: float | None = None

    @property
    def holds_request(self) -> bool:
        """Whether there is something."""
        return bool(self._held)

    def _hold(self, buffer: bytes, timeout: float | None) -> None:
        self._held.append(buffer)
        self._write_timeout = timeout

    def _taken(self) -> bytes:
        content, self._held = b"".join(self._held), []
        return content


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
        # One address after another, since httpcore would give each of them the whole time.
        failure: Exception | None = None
        for address in addresses(host, port, timeout):
            within = current_deadline().clamp(timeout)
            try:
                return Stream(super().connect_tcp(address, port, within, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = type(error)(f"{host}:{port}: {error}")
        current_deadline().check()
        raise failure or httpcore.ConnectError(f"{host}:{port}: no address was found")


class Stream(WriteBuffer, httpcore.NetworkStream):
    """A connection that holds what is written until something is read, and keeps to the deadline of the call."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        super().__init__()
        self._stream = stream

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._hold(buffer, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self.holds_request:
            content = self._taken()
            with suppress(httpcore.WriteError):  # the server may have answered all the same
                for start in range(0, len(content), _PIECE):
                    timeout_left = current_deadline().clamp(self._write_timeout)
                    self._stream.write(content[start : start + _PIECE], timeout_left)
        return self._stream.read(max_bytes, current_deadline().clamp(timeout))

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
        stream: httpcore.AsyncNetworkStream
        if isinstance(current_loop(), asyncio.BaseEventLoop):
            stream = await AsyncioStream.connect(host, port, timeout)
        else:  # other loops, such as that of uvloop, lack some of what ours needs
            backend: Any = httpcore.AnyIOBackend() if running_trio() is None else httpcore.TrioBackend()
            stream = await backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return AsyncStream(stream)


class AsyncStream(WriteBuffer, httpcore.AsyncNetworkStream):
    """A connection that holds what is written until something is read."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        super().__init__()
        self._stream = stream

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._hold(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self.holds_request:
            content = self._taken()
            with suppress(httpcore.WriteError):  # the server may have answered all the same
                await self._stream.write(content, self._write_timeout)
        return await self._stream.read(max_bytes, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
