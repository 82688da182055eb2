"""A stand-in for Datadog's agent, which keeps what tracers send."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Agent:
    """What came, by path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.bodies: dict[str, list[bytes]] = {}

    def spans(self) -> list[dict[str, Any]]:
        """The spans of LLM Observability, in the order of their start."""
        found = []
        for path, bodies in self.bodies.items():
            if path.endswith("/api/v2/llmobs"):
                for body in bodies:
                    events = json.loads(body)
                    for event in events if isinstance(events, list) else [events]:
                        found += event["spans"]
        return sorted(found, key=lambda span: int(span["start_ns"]))


@contextmanager
def agent() -> Iterator[Agent]:
    """Run one on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b'{"endpoints": ["/v0.4/traces", "/evp_proxy/v2/", "/evp_proxy/v4/"]}')

        def do_POST(self) -> None:
            running.bodies.setdefault(self.path, []).append(self.rfile.read(int(self.headers["content-length"] or 0)))
            self._answer(b"{}")

        do_PUT = do_POST

        def _answer(self, content: bytes) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Agent(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
