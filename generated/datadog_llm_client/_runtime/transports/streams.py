# Copied by "make generate" from runtime/transports/streams.py. Edit that, never this file.
"""One TCP connection, plain or under TLS, as httpcore asks for it.

httpcore's own streams read no answer before a request is sent whole, and those for event loops need their loop to be
closed. What is here belongs to no loop: any thread may close it, and any loop go on with it while it is idle. It is
written once, for event loops; threads take the same steps, of which each waits by blocking.
"""

from __future__ import annotations

import ssl
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import httpcore

from ..values.deadlines import current_deadline
from ..values.loops import finish
from .sockets import READ, WRITE, Wait, connect, look_up, look_up_blocking, poll, wait, wait_blocking

#: Bytes that are held at most before the server begins to answer.
_HELD = 256 * 1024

#: Raised as what it is for the request: not sent.
_UNSOLICITED = "the connection held bytes that nobody had asked for, or had ended, so nothing was sent on it"


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that an event loop waits for."""

    sock: Any
    _is_answered = False  # something was received since the request was written

    @abstractmethod
    async def receive(self, max_bytes: int, timeout: float | None) -> bytes: ...

    @abstractmethod
    async def send(self, content: bytes, timeout: float | None) -> None: ...

    @property
    @abstractmethod
    def is_readable(self) -> bool:
        """Whether an idle connection is of no use: it has ended, or holds what nobody asked for, or half a request."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = await self.receive(max_bytes, timeout)
        self._is_answered = True
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._is_answered:  # a new request begins
            if self.is_readable:
                raise httpcore.ConnectError(_UNSOLICITED)
            self._is_answered = False
        await self.send(buffer, timeout)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncStream:
        try:
            stream = TLS(self, ssl_context, server_hostname)
            await stream.run(timeout, stream.ssl_object.do_handshake)
        except BaseException as error:
            self.close()
            if isinstance(error, httpcore.TimeoutException):
                raise httpcore.ConnectTimeout("the TLS handshake took too long") from error
            if isinstance(error, OSError | ValueError | httpcore.NetworkError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        return stream

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a stream."""
        if info in ("is_readable", "ssl_object"):
            return getattr(self, info, None)
        names = {"client_addr": "getsockname", "server_addr": "getpeername"}
        return getattr(self.sock, names[info])() if info in names else self.sock if info == "socket" else None

    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. It needs no event loop, and may be done from any thread."""
        self.sock.close()


class Plain(AsyncStream):
    """A socket, and what is still to be sent over it.

    What is written is held until an answer is read: a request leaves in one piece, and the answer is seen though it
    comes before the request was sent whole.
    """

    def __init__(self, sock: Any, wait: Wait) -> None:
        self.sock = sock
        self._wait = wait
        self._unsent = bytearray()
        self._write_timeout: float | None = None
        self._is_early = False  # an answer comes before all was sent
        self._is_broken = False  # some of a request was never sent

    async def send(self, content: bytes, timeout: float | None) -> None:
        self._write_timeout = timeout
        self._unsent += content
        while len(self._unsent) > _HELD and not self._is_early and self._send_some():
            await self._until(READ | WRITE, None)
            self._is_early = poll([self.sock], READ, 0)

    async def receive(self, max_bytes: int, timeout: float | None) -> bytes:
        has_waited = False
        if self._unsent and not self._send_some() and not self._is_broken:  # then nothing can have come yet
            has_waited = await self._until(READ, timeout)
        while True:
            wanted = READ | self._send_some()
            try:
                received: bytes = self.sock.recv(max_bytes)
            except BlockingIOError:
                has_waited = await self._until(wanted, timeout)
            except OSError as error:
                raise httpcore.ReadError(str(error)) from error
            else:
                break
        self._is_early = False
        if not has_waited:  # a server that never pauses must not keep other tasks, or a deadline, from their turn
            await self._wait([self.sock], 0, None)
        return received

    def _send_some(self) -> int:
        """Send what can be sent now. Returns the event to wait for where something is left."""
        try:
            while self._unsent:
                del self._unsent[: self.sock.send(self._unsent)]
        except BlockingIOError:
            return WRITE
        except OSError:  # the server may have answered all the same
            self._is_broken = True
            self._unsent.clear()
        return 0

    async def _until(self, events: int, timeout: float | None) -> bool:
        is_sending = events & WRITE
        if not await self._wait([self.sock], events, self._write_timeout if is_sending else timeout):
            raise httpcore.WriteTimeout if is_sending else httpcore.ReadTimeout
        return True

    @property
    def is_readable(self) -> bool:
        return bool(self._is_broken or self._unsent or self.sock.fileno() < 0) or poll([self.sock], READ, 0)


class TLS(AsyncStream):
    """TLS over a connection, which may be the TLS of a proxy."""

    def __init__(self, below: AsyncStream, context: ssl.SSLContext, hostname: str | None) -> None:
        self.sock = below.sock
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)

    async def run(self, timeout: float | None, operation: Callable[..., Any], *arguments: Any) -> Any:
        """Do what may need more bytes from the other end."""
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
        try:
            if content:
                await self.run(timeout, self.ssl_object.write, content)
        except ssl.SSLError as error:
            raise httpcore.WriteError(str(error)) from error

    async def receive(self, max_bytes: int, timeout: float | None) -> bytes:
        try:
            received: bytes = await self.run(timeout, self.ssl_object.read, max_bytes)
        except ssl.SSLEOFError:
            return b""
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error
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
    """The same for a thread, which waits no longer than to the deadline of its call."""

    def __init__(self, stream: AsyncStream) -> None:
        self._stream = stream
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]
        self.close = stream.close  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = finish(self._stream.read(max_bytes, timeout))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        finish(self._stream.write(buffer, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Stream:
        return Stream(finish(self._stream.start_tls(ssl_context, server_hostname, timeout)))


async def _connect(host: str, port: int, timeout: float | None, look_up: Any, wait: Wait) -> AsyncStream:
    try:
        return Plain(await connect(host, port, timeout, look_up, wait), wait)
    except (OSError, UnicodeError) as error:
        current_deadline().check()
        kind = httpcore.ConnectTimeout if isinstance(error, TimeoutError) else httpcore.ConnectError
        raise kind(f"{host}:{port}: {str(error) or 'the time was up'}") from error


class Backend(httpcore.NetworkBackend):
    """Makes connections for threads."""

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> Stream:
        return Stream(finish(_connect(host, port, timeout, look_up_blocking, wait_blocking)))


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Makes connections for event loops, of asyncio, uvloop or trio."""

    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> AsyncStream:
        return await _connect(host, port, timeout, look_up, wait)
