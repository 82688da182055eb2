"""A socket and json: the least that a call can cost in Python."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

from benchmarks.example import PATH
from benchmarks.peers import HEADERS, Call


def sync_call(url: str, body: dict[str, Any]) -> Call:
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    connection = socket.create_connection((address.hostname, address.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    lines = [f"POST {PATH} HTTP/1.1", f"Host: {address.netloc}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in HEADERS.items()]
    head = "\r\n".join([*lines, "Content-Length: "])

    def call() -> object:
        content = json.dumps(body).encode()
        connection.sendall(f"{head}{len(content)}\r\n\r\n".encode() + content)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += connection.recv(65536)
        start = received.index(b"Content-Length: ") + 16
        length = int(received[start : received.index(b"\r\n", start)])
        answer = received[end + 4 :]
        while len(answer) < length:
            answer += connection.recv(65536)
        return json.loads(answer)

    return call
