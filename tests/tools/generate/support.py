"""Packages generated from documents of the tests, and a server that their clients are called on."""

from __future__ import annotations

import importlib
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

from tools.generate import build

DOCUMENTS = Path(__file__).parent / "documents"
HEAD = """\
openapi: 3.1.0
info: { title: Small, version: "1" }
servers: [{ url: "https://api.{site}", variables: { site: { default: example.com, x-env-name: DD_SITE } } }]
"""
SECURITY = """\
components:
  securitySchemes:
    apiKeyAuth: { type: apiKey, in: header, name: DD-API-KEY, x-env-name: DD_API_KEY }
    appKeyAuth: { type: apiKey, in: header, name: DD-APPLICATION-KEY, x-env-name: DD_APP_KEY }
    bearerAuth: { type: http, scheme: bearer, x-env-name: DD_BEARER_TOKEN }
"""


def generated(directory: Path, name: str, contract: Path) -> ModuleType:
    """The package `name`, built from a document into a directory, and imported."""
    build(directory / name, contract)
    sys.path.insert(0, str(directory))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(directory))


@dataclass
class Request:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """Its body as JSON."""
        return json.loads(self.content)


@dataclass
class Server:
    """A server on loopback, which keeps what came and answers as it was told."""

    url: str
    requests: list[Request] = field(default_factory=list)
    answers: list[tuple[int, str | None, bytes]] = field(default_factory=list)

    def answer(self, status: int, content: Any = None, content_type: str | None = "application/json") -> None:
        """Say what the next request is answered with. What is not bytes or None goes as JSON."""
        body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
        self.answers.append((status, content_type if content is not None else None, body))

    @property
    def last(self) -> Request:
        """The request that came last."""
        return self.requests[-1]


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            length = self.headers.get("content-length")
            content = self.rfile.read(int(length)) if length else self._chunks()
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append(Request(self.command, self.path, headers, content))
            status, content_type, body = server.answers.pop(0)
            self.send_response(status)
            if content_type is not None:
                self.send_header("content-type", content_type)
            if status != 204:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _chunks(self) -> bytes:
            if "chunked" not in self.headers.get("transfer-encoding", ""):
                return b""
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{listener.server_address[1]}")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
