"""A loopback server that answers inferences, and counts how often each text was asked for."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.clients import INFERENCE

ANSWER = json.dumps(INFERENCE).encode()


@contextmanager
def responder(delay: float = 0.0) -> Iterator[tuple[str, Counter[str]]]:
    """Its URL, and the count."""
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked[body["messages"][0]["content"]] += 1
            time.sleep(delay)
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # of a process that was killed
                super().handle()

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait for something that happens in another process, for at most 30 seconds."""
    ends_at = time.monotonic() + 30
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.01)
    return is_so()
