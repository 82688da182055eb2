"""The throttle where it counts: processes and sockets, and a server that allows so many calls a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from attrs import define, field
from datadog_llm_client import Client

from tests.support.clients import KEYS
from tests.support.simulation import Bucket, Limit, Outage, Window

CALLS, RATE = 150, 50


@define
class Limited:
    """A server with a limit, on a port of its own."""

    limit: Limit
    refused: int = 0
    _begun: float = field(factory=time.monotonic)
    _lock: threading.Lock = field(factory=threading.Lock)

    def allows(self) -> bool:
        with self._lock:
            allowed = self.limit.allows(time.monotonic() - self._begun)
            self.refused += not allowed
            return allowed

    def serve(self) -> Iterator[str]:
        limited = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                self.send_response(200 if limited.allows() else 429)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"[]")
                self.wfile.flush()

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

        with Server(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()


@pytest.mark.parametrize(
    "limit", [Bucket(RATE), Window(RATE), Outage(0, 1.5, Bucket(RATE))], ids=lambda one: type(one).__name__
)
def test_all_are_answered_in_good_time(limit: Limit) -> None:
    limited = Limited(limit)
    for url in limited.serve():
        begun = time.monotonic()
        with Client(**KEYS, base_url=url, max_retries=0) as client:
            results = list(client.map(client.list_accounts, [{"integration": "openai"}] * CALLS))
        took = time.monotonic() - begun
    assert [result.error for result in results] == [None] * CALLS
    # Ideal is 3 seconds; a machine under load is allowed for, a pace that does not recover is not.
    assert took < 15
    assert limited.refused < CALLS
