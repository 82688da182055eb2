"""A minimal loopback HTTP server with one response, in its own process.

Asked for a chat completion, it returns one of the same size. With a limit it refuses what exceeds it (429), without
saying when to try again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define, frozen

from benchmarks.cores import SERVER, stay_on
from benchmarks.example import completion_of
from tests.support.simulation import Bucket, Limit, Outage, Window

#: Calls per second that a limit allows.
RATE = 100
#: Seconds that an outage lasts.
OUTAGE = 5.0
LIMITS: dict[str, Limit] = {"bucket": Bucket(RATE), "window": Window(RATE), "outage": Outage(0, OUTAGE)}

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
REFUSAL = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"


@frozen
class Seen:
    """The number of requests answered and refused, and the seconds from the first to the last."""

    answered: int
    refused: int
    seconds: float

    @classmethod
    def by(cls, url: str) -> Seen:
        """Ask a server."""
        with urllib.request.urlopen(f"{url}/seen") as answer:
            return cls(*json.load(answer))


@contextmanager
def responder(body: bytes, delay: float = 0.0, limit: str = "") -> Iterator[str]:
    """The URL of a server that answers with `body`, `delay` seconds after each request that its limit allows."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(body)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.responder", "--body", file.name, "--delay", str(delay)]
        command += ["--limit", limit] if limit else []
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield f"http://127.0.0.1:{int(process.stdout.readline())}"
            finally:
                process.terminate()


@define
class Answers:
    """The two responses, and what was requested so far."""

    body: bytes
    completion: bytes
    limit: Limit | None = None
    answered: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0

    def to(self, head: bytes) -> bytes:
        """The answer to a request, by its head."""
        if head.startswith(b"get /seen "):
            content = json.dumps([self.answered, self.refused, self.last - self.first]).encode()
            return HEAD.format(len(content)).encode() + content
        self.last = time.monotonic()
        self.first = self.first or self.last
        if self.limit is not None and not self.limit.allows(self.last - self.first):
            self.refused += 1
            return REFUSAL
        self.answered += 1
        return self.completion if b"/chat/completions " in head else self.body


class Connection(asyncio.Protocol):
    """Reads requests by their Content-Length, and answers each after a delay; refusals are immediate."""

    def __init__(self, answers: Answers, delay: float) -> None:
        self._answers = answers
        self._delay = delay
        self._buffer = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._buffer) < end + 4 + length:
                return
            self._buffer = self._buffer[end + 4 + length :]
            answer = self._answers.to(head)
            if self._delay and answer is not REFUSAL:
                self._loop.call_later(self._delay, self._reply, answer)
            else:
                self._reply(answer)

    def _reply(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


async def serve(body: bytes, delay: float, limit: Limit | None) -> None:
    """Print the port, and serve until standard input closes."""
    completion = json.dumps(completion_of(len(body))).encode()
    whole, other = (HEAD.format(len(each)).encode() + each for each in (body, completion))
    answers = Answers(whole, other, limit)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answers, delay), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each response")
    parser.add_argument("--body", type=Path, required=True, help="file with the response body")
    parser.add_argument("--limit", choices=LIMITS)
    options = parser.parse_args()
    stay_on(SERVER)
    asyncio.run(serve(options.body.read_bytes(), options.delay, LIMITS.get(options.limit)))
