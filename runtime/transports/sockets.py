"""One TCP connection, plain or under TLS, that never blocks: sync and async differ in how they wait for it.

httpcore's own streams write the head of a request and its body apart, and read no answer before a request is sent
whole. Those for event loops need their loop to be closed; a plain socket needs none, and may be closed by any thread.
"""

from __future__ import annotations

import select
import socket
import ssl
from collections import deque
from contextlib import suppress
from typing import Any

import httpcore

READ, WRITE = 1, 2

#: Bytes that are handed to the kernel at a time, and up to which small writes are joined.
_PIECE = 256 * 1024
#: Seconds after which a silent connection is probed: models think for minutes, and NAT gateways forget what is idle.
_KEEPALIVE = 60

#: Raised as what it is for the request: not sent.
_UNSOLICITED = "the connection held bytes that nobody had asked for, or had ended, so nothing was sent on it"


def set_options(sock: socket.socket) -> None:
    """Send small writes at once, and keep a silent connection alive."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name in ("TCP_KEEPIDLE", "TCP_KEEPALIVE", "TCP_KEEPINTVL"):  # TCP_KEEPALIVE is macOS's name of the first
        if (option := getattr(socket, name, None)) is not None:
            with suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, option, _KEEPALIVE)


def wait(sock: socket.socket, events: int, timeout: float | None) -> bool:
    """Block until a socket is ready. False when the time is up."""
    if not hasattr(select, "poll"):
        ready = select.select([sock] if events & READ else [], [sock] if events & WRITE else [], [], timeout)
        return any(ready)
    poll = select.poll()
    poll.register(sock, (events & READ and select.POLLIN) | (events & WRITE and select.POLLOUT))
    return bool(poll.poll(None if timeout is None else max(0.0, timeout) * 1000))


class SocketStream:
    """A connected socket, and what is still to be sent over it.

    What is written is held until an answer is read: a request leaves in one piece, and the answer is seen though it
    comes before the request was sent whole.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._unsent: deque[memoryview] = deque()
        self._write_timeout: float | None = None
        self._is_answered = False  # something was received since the request was written
        self._is_broken = False  # some of a request was never sent

    def _hold(self, buffer: bytes, timeout: float | None) -> None:
        if self._is_answered:  # a new request begins
            if self.is_readable:
                raise httpcore.ConnectError(_UNSOLICITED)
            self._is_answered = False
        self._write_timeout = timeout
        if self._unsent and len(self._unsent[-1]) + len(buffer) <= _PIECE:
            self._unsent[-1] = memoryview(b"".join((self._unsent[-1], buffer)))
        elif buffer:
            self._unsent.append(memoryview(buffer))

    def _read_some(self, max_bytes: int) -> bytes | int:
        """Send what can be sent and return what has come, or else the events to wait for."""
        wanted = 0
        if self._unsent:
            wanted = self._send_some()
            if not self._unsent and not self._is_broken:
                return READ
        try:
            received: bytes = self._sock.recv(max_bytes)
        except (BlockingIOError, ssl.SSLWantReadError):
            return wanted | READ
        except ssl.SSLWantWriteError:
            return wanted | WRITE
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        self._is_answered = True
        return received

    def _send_some(self) -> int:
        try:
            while self._unsent:
                piece = self._unsent[0]
                sent = self._sock.send(piece[:_PIECE])
                if sent < len(piece):
                    self._unsent[0] = piece[sent:]
                else:
                    self._unsent.popleft()
        except (BlockingIOError, ssl.SSLWantWriteError):
            return WRITE
        except ssl.SSLWantReadError:
            return READ
        except OSError:  # the server may have answered all the same
            self._is_broken = True
            self._unsent.clear()
        return 0

    def _late(self, timeout: float | None) -> tuple[float | None, Exception]:
        """How long to wait for the events that are wanted now, and what to raise when they do not come."""
        return (self._write_timeout, httpcore.WriteTimeout()) if self._unsent else (timeout, httpcore.ReadTimeout())

    def _start_tls(self, context: ssl.SSLContext, hostname: str | None) -> Any:
        """The same connection under TLS, before the handshake."""
        if isinstance(self._sock, ssl.SSLSocket):
            return TLSInTLS(self._sock, context, hostname)
        # Raises for a hostname that cannot be, where wrap_socket would leave the socket to the garbage collector.
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname=hostname)
        return context.wrap_socket(self._sock, server_hostname=hostname, do_handshake_on_connect=False)

    @property
    def is_readable(self) -> bool:
        """Whether an idle connection is of no use: it has ended, or holds what nobody asked for, or half a request."""
        if self._is_broken or self._unsent or self._sock.fileno() < 0:
            return True
        pending = getattr(self._sock, "pending", None)
        return bool(pending is not None and pending()) or wait(self._sock, READ, 0)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a stream."""
        if info == "is_readable":
            return self.is_readable
        if info == "socket":
            return self._sock
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket | TLSInTLS) else None
        names = {"client_addr": "getsockname", "server_addr": "getpeername"}
        return getattr(self._sock, names[info])() if info in names else None

    def close(self) -> None:
        """Close the connection. It needs no event loop, and may be done from any thread."""
        self._sock.close()


def handshake(sock: Any) -> int:
    """Go on with a TLS handshake: 0 when it is done, or else the events to wait for."""
    try:
        sock.do_handshake()
    except ssl.SSLWantReadError:
        return READ
    except (BlockingIOError, ssl.SSLWantWriteError):
        return WRITE
    return 0


class TLSInTLS:
    """TLS through a proxy that speaks TLS itself, with the face of a non-blocking `ssl.SSLSocket`."""

    def __init__(self, sock: ssl.SSLSocket, context: ssl.SSLContext, hostname: str | None) -> None:
        self._sock = sock
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._inner = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        self._unsent = b""
        for name in ("fileno", "close", "getsockname", "getpeername"):
            setattr(self, name, getattr(sock, name))
        self.selected_alpn_protocol = self._inner.selected_alpn_protocol

    def do_handshake(self) -> None:
        self._run(self._inner.do_handshake)
        self._flush()

    def send(self, content: memoryview) -> int:
        sent: int = self._run(self._inner.write, content)
        with suppress(ssl.SSLWantWriteError):  # the rest leaves before anything else is done
            self._flush()
        return sent

    def recv(self, max_bytes: int) -> bytes:
        received: bytes = self._run(self._inner.read, max_bytes)
        return received

    def pending(self) -> int:
        return self._inner.pending() + self._sock.pending() + self._incoming.pending

    def _run(self, operation: Any, *arguments: Any) -> Any:
        while True:
            self._flush()
            try:
                return operation(*arguments)
            except ssl.SSLWantReadError:
                self._flush()
                if received := self._sock.recv(65536):
                    self._incoming.write(received)
                else:
                    self._incoming.write_eof()
            except ssl.SSLEOFError:
                return b""

    def _flush(self) -> None:
        self._unsent += self._outgoing.read()
        while self._unsent:
            self._unsent = self._unsent[self._sock.send(self._unsent) :]
