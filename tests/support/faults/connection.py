"""One accepted connection, and what can be done to it. A peer that has gone is no error."""

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass

#: Seconds after which a test that waits for the other side has failed.
LIMIT = 10.0

_GONE = (ConnectionError, BrokenPipeError)


@dataclass(frozen=True)
class Request:
    """A request as it came. The names of its headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Connection:
    """The server's side of a connection."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        sock.settimeout(LIMIT)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = sock
        self._stopping = stopping
        self.is_open = True
        #: Whether the other side was awaited for longer than any test should take.
        self.is_overdue = False

    def is_readable(self) -> bool:
        """Wait for the other side. False when it has left."""
        return bool(self._receive(1, socket.MSG_PEEK))

    def read_request(self) -> Request | None:
        """The next request with its body, or None when the other side leaves before it is whole."""
        received = b""
        while b"\r\n\r\n" not in received:
            if not (part := self._receive(65536)):
                return None
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        request_line, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = request_line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(body) < length:
            if not (part := self._receive(65536)):
                return None
            body += part
        return Request(method, path, headers, body)

    def send(self, content: bytes) -> bool:
        """Send all of it. False when the other side has left."""
        try:
            self._socket.sendall(content)
        except TimeoutError:
            self.is_overdue = True
        except _GONE:
            pass
        else:
            return True
        return False

    def dribble(self, content: bytes, pause: float) -> None:
        """Send byte by byte, until the other side has had enough."""
        for byte in content:
            if not self.send(bytes((byte,))) or self._stopping.wait(pause):
                return

    def hold(self) -> None:
        """Send nothing until the other side leaves."""
        while self._receive(65536):
            pass

    def close(self) -> None:
        """Leave in order, with a FIN (a RST where something sent was never read)."""
        self.is_open = False
        self._socket.close()

    def reset(self) -> None:
        """Leave with a RST."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def interrupt(self) -> None:
        """End whatever waits for the other side, from another thread."""
        with contextlib.suppress(OSError):  # it may be closed already
            self._socket.shutdown(socket.SHUT_RDWR)

    def _receive(self, size: int, flags: int = 0) -> bytes:
        try:
            return self._socket.recv(size, flags)
        except TimeoutError:
            self.is_overdue = True
        except _GONE:
            pass
        return b""
