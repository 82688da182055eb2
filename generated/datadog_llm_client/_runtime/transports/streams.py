# Copied from runtime/transports/streams.py: edit that.
from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any

import httpcore
import httpx

from ..values.deadlines import current_deadline
from ..values.loops import finish
from .sockets import READ, WRITE, LookUp, Wait, connect, look_up, look_up_blocking, poll, wait, wait_blocking

_BUFFERED = 256 * 1024

_UNSOLICITED = "the connection was closed, or held data that was not requested, so nothing was sent on it"


class AsyncStream(httpcore.AsyncNetworkStream):
    ssl_object: Any = None

    def __init__(self, sock: socket.socket, wait: Wait) -> None:
        self.sock = sock
        self.wait = wait
        self._unsent = bytearray()
        self._is_broken = False
        self._is_answered = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            received = await self.receive(max_bytes, timeout)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("timed out") from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        self._is_answered = True
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._is_answered:
            if self.is_readable:
                raise httpcore.ConnectError(_UNSOLICITED)
            self._is_answered = False
        try:
            await self.send(buffer, timeout)
        except TimeoutError as error:
            raise httpcore.WriteTimeout("timed out") from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def receive(self, max_bytes: int, timeout: float | None) -> bytes:
        while True:
            await self.wait([self.sock], READ | self._send_some(), timeout)
            try:
                return self.sock.recv(max_bytes)
            except BlockingIOError:
                continue

    async def send(self, content: bytes, timeout: float | None) -> None:
        self._unsent += content
        while len(self._unsent) > _BUFFERED and self._send_some() and not poll([self.sock], READ, 0):
            await self.wait([self.sock], READ | WRITE, timeout)

    def _send_some(self) -> int:
        try:
            while self._unsent:
                del self._unsent[: self.sock.send(self._unsent)]
        except BlockingIOError:
            return WRITE
        except OSError:
            self._is_broken = True
            self._unsent.clear()
        return 0

    @property
    def is_readable(self) -> bool:
        return bool(self._is_broken or self._unsent or self.sock.fileno() < 0) or poll([self.sock], READ, 0)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncStream:
        try:
            stream = TLSStream(self, ssl_context, server_hostname)
            await stream.run(timeout, stream.ssl_object.do_handshake)
        except BaseException as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout("the TLS handshake timed out") from error
            if isinstance(error, OSError | ValueError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        return stream

    def get_extra_info(self, info: str) -> Any:
        match info:
            case "is_readable" | "ssl_object":
                return getattr(self, info)
            case "client_addr":
                return self.sock.getsockname()
            case "server_addr":
                return self.sock.getpeername()
        return self.sock if info == "socket" else None

    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        self.sock.close()


class TLSStream(AsyncStream):
    def __init__(self, below: AsyncStream, context: ssl.SSLContext, hostname: str | None) -> None:
        super().__init__(below.sock, below.wait)
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)

    async def run(self, timeout: float | None, operation: Callable[..., Any], *arguments: Any) -> Any:
        while True:
            try:
                result = operation(*arguments)
            except ssl.SSLWantReadError:
                result = self
            if self._outgoing.pending:
                await self._below.send(self._outgoing.read(), timeout)
            if result is not self:
                return result
            if received := await self._below.receive(65536, timeout):
                self._incoming.write(received)
            else:
                self._incoming.write_eof()

    async def send(self, content: bytes, timeout: float | None) -> None:
        if content:
            await self.run(timeout, self.ssl_object.write, content)

    async def receive(self, max_bytes: int, timeout: float | None) -> bytes:
        try:
            received: bytes = await self.run(timeout, self.ssl_object.read, max_bytes)
        except ssl.SSLEOFError:
            return b""
        return received

    @property
    def is_readable(self) -> bool:
        try:
            self.ssl_object.read(1)
        except ssl.SSLWantReadError:
            return self._below.is_readable
        except ssl.SSLError:
            pass
        return True


class Stream(httpcore.NetworkStream):
    def __init__(self, stream: AsyncStream) -> None:
        self._stream = stream
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]
        self.close = stream.close  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = finish(self._stream.read(max_bytes, timeout))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer:
            finish(self._stream.write(buffer, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Stream:
        return Stream(finish(self._stream.start_tls(ssl_context, server_hostname, timeout)))


async def _connect(host: str, port: int, timeout: float | None, look_up: LookUp, wait: Wait) -> AsyncStream:
    try:
        return AsyncStream(await connect(host, port, timeout, look_up, wait), wait)
    except (OSError, UnicodeError, httpx.TimeoutException) as error:
        current_deadline().check()
        if isinstance(error, TimeoutError | httpx.TimeoutException):
            raise httpcore.ConnectTimeout(f"{host}:{port}: timed out") from error
        raise httpcore.ConnectError(f"{host}:{port}: {error}") from error


class Backend(httpcore.NetworkBackend):
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> Stream:
        return Stream(finish(_connect(host, port, timeout, look_up_blocking, wait_blocking)))


class AsyncBackend(httpcore.AsyncNetworkBackend):
    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> AsyncStream:
        return await _connect(host, port, timeout, look_up, wait)
