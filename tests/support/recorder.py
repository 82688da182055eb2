"""A loopback server of the standard library, which keeps what was sent to it and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from attrs import field, frozen


@frozen
class Reply:
    """What is answered."""

    status: int = 200
    content: bytes = b""
    content_type: str | None = None
    headers: dict[str, str] = field(factory=dict)


@frozen
class Received:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    content: bytes


class Recorder:
    """Answers in turn, and repeats the last answer."""

    def __init__(self, url: str, replies: tuple[Reply, ...]) -> None:
        self.url = url
        self.received: list[Received] = []
        self._replies = replies

    def take(self, received: Received) -> Reply:
        self.received.append(received)
        return self._replies[min(len(self.received), len(self._replies)) - 1]


@contextmanager
def recording(*replies: Reply) -> Iterator[Recorder]:
    """A server that runs until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = recorder.take(Received(self.command, self.path, headers, self._content(headers)))
            self.send_response(reply.status)
            if reply.content_type is not None:
                self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def _content(self, headers: dict[str, str]) -> bytes:
            if headers.get("transfer-encoding") != "chunked":
                return self.rfile.read(int(headers.get("content-length", "0")))
            chunks: list[bytes] = []
            while size := int(self.rfile.readline(), 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(chunks)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        def log_message(self, format: str, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        recorder = Recorder(f"http://127.0.0.1:{server.server_port}", replies or (Reply(204),))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
