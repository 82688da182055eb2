"""A loopback HTTP server with one answer, in a process of its own, with as little work as it can.

Where it is asked for a chat completion it answers with one of the same size.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from benchmarks.cores import SERVER, stay_on
from benchmarks.example import completion_of

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


@contextmanager
def responder(body: bytes, delay: float = 0.0) -> Iterator[str]:
    """The URL of a server that answers with `body`, `delay` seconds after each request."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(body)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.responder", "--body", file.name, "--delay", str(delay)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
            process.terminate()


#: What is answered to a request with this head, and after how many seconds.
Reply: TypeAlias = Callable[[bytes], tuple[bytes, float]]


class Connection(asyncio.Protocol):
    """Reads requests by their Content-Length, and answers each."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
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
            answer, delay = self._reply(head)
            if delay:
                self._loop.call_later(delay, self._write, answer)
            else:
                self._write(answer)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


async def serve(reply: Reply) -> None:
    """Print the port, and serve until standard input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(reply), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main(body: bytes, delay: float) -> None:
    """The server's part."""
    stay_on(SERVER)
    completion = json.dumps(completion_of(len(body))).encode()
    answer, other = (HEAD.format(len(each)).encode() + each for each in (body, completion))
    asyncio.run(serve(lambda head: (other if b"/chat/completions " in head else answer, delay)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--body", type=Path, required=True, help="file with the answer")
    options = parser.parse_args()
    main(options.body.read_bytes(), options.delay)
