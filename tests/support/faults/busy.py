"""A server for load, in a process of its own. One request in ten meets a fault, each kind in its turn.

Requests that are answered are echoed: an inference of model `x` gets the answer of `x`. The log says how often each
was run, and how often each fault was played. `serve()` starts it; `python -m faults.busy` is what it runs.
"""

import asyncio
import json
import socket
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tools.project import ROOT

from .answers import JSON, example, http

EVERY = 10
FAULTS = ("429", "503", "reset", "slow")
SLOW = 0.2

_OUTPUT = example("run_inference")["response"]


def content_for(model_id: str) -> str:
    """What the inference of a model answers."""
    return f"the answer of {model_id}"


@dataclass
class Log:
    """What the server did. `runs` counts by model, `faults` by name."""

    url: str = ""
    requests: int = 0
    runs: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def next_fault(self) -> str | None:
        """The fault that the next request meets, if any."""
        self.requests += 1
        if self.requests % EVERY:
            return None
        fault = FAULTS[self.requests // EVERY % len(FAULTS)]
        self.faults[fault] += 1
        return fault


class _Talk(asyncio.Protocol):
    """One connection: a request after the other, none before the last was answered."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        sock: socket.socket = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        if not self._received:  # the first bytes of a request
            self._fault = self._log.next_fault()
        self._received += data
        if self._fault == "reset":
            sock = self._transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
            return
        head, found, body = self._received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]) if found else 0
        if not found or len(body) < length:
            return
        self._received = b""
        if self._fault == "429":
            self._transport.write(http(429, b'{"errors": ["Too many requests"]}', JSON, "Retry-After: 0"))
        elif self._fault == "503":
            self._transport.write(http(503, b"<html>", "Retry-After: 0.01"))
        else:
            answer = self._run(json.loads(body))
            delay = SLOW if self._fault == "slow" else 0
            asyncio.get_running_loop().call_later(delay, self._transport.write, answer)

    def _run(self, asked: dict[str, Any]) -> bytes:
        self._log.runs[asked["model_id"]] += 1
        output = _OUTPUT | {"content": content_for(asked["model_id"])}
        return http(200, json.dumps(asked | {"response": output}).encode(), JSON)


@contextmanager
def serve() -> Iterator[Log]:
    """Run the server as long as the context lasts. The log has its URL; the rest is there when the context ends."""
    log = Log()
    with subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        log.url = process.stdout.readline().strip()
        try:
            yield log
        finally:
            process.stdin.close()  # ends it
            said = process.stdout.read()
            process.wait()
    told = json.loads(said)
    log.requests, log.runs, log.faults = told["requests"], Counter(told["runs"]), Counter(told["faults"])


async def _main() -> None:
    log = Log()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Talk(log), "127.0.0.1", 0, backlog=4096)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the other side closes it
    server.close()
    print(json.dumps({"requests": log.requests, "runs": log.runs, "faults": log.faults}))


if __name__ == "__main__":
    asyncio.run(_main())
