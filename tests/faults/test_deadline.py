"""Each wait of a call that the other side can make endless ends with the deadline, sync and async alike."""

import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import anyio
import pytest
from datadog_llm_client import APITimeoutError

from tests.support.faults.connection import LIMIT
from tests.support.faults.marks import LEFT_BY_HTTPX

from .calls import Caller, End, call, run

pytestmark = LEFT_BY_HTTPX

_DEADLINE = 0.3


class Silent:
    """A server that takes connections, does something with each, and answers nothing that was asked."""

    def __init__(self, act: Callable[[socket.socket, threading.Event], None]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._act = act
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.accepted = 0
        self._start(self._accept)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.accepted += 1
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            connection.settimeout(LIMIT)
            self._act(connection, self._over)

    def close(self) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()


def hold(connection: socket.socket, over: threading.Event) -> None:
    """Read what comes and say nothing."""
    while connection.recv(65536):
        pass


def read_nothing(connection: socket.socket, over: threading.Event) -> None:
    """Let what is written pile up."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    over.wait(LIMIT)


def dribble(beginning: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Say something without end, now and then."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65536)
        while not over.wait(0.02):
            connection.sendall(beginning)

    return act


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[socket.socket, threading.Event], None]], Silent]]:
    servers: list[Silent] = []

    def start(act: Callable[[socket.socket, threading.Event], None]) -> Silent:
        servers.append(Silent(act))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


Serve = Callable[[Callable[[socket.socket, threading.Event], None]], Silent]
WAYS = pytest.mark.parametrize("way", ["sync", "asyncio", "trio", "aiohttp"])


def check(end: End) -> None:
    assert type(end.error) is APITimeoutError, repr(end.error)
    assert f"deadline of {_DEADLINE:g} s" in str(end.error)
    assert _DEADLINE <= end.seconds < LIMIT


@WAYS
def test_a_tls_handshake_that_is_not_answered(serve: Serve, way: str) -> None:
    server = serve(hold)
    check(call(way, f"https://127.0.0.1:{server.port}", "list_accounts", deadline=_DEADLINE))
    assert server.accepted == 1


@WAYS
@pytest.mark.parametrize(
    "act",
    [hold, dribble(b"HTTP/1.1 100 Continue\r\n\r\n"), dribble(b"HTTP/1.1 200 OK\r\nX: ")],
    ids=["silent", "interim answers", "headers without end"],
)
def test_a_proxy_that_does_not_connect(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, act: Callable[[socket.socket, threading.Event], None], way: str
) -> None:
    server = serve(act)
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    check(call(way, "https://gateway.example", "list_accounts", deadline=_DEADLINE, max_retries=0))
    gc.collect()


@WAYS
def test_interim_answers_without_end(serve: Serve, way: str) -> None:
    server = serve(dribble(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))
    check(call(way, server.url, "list_accounts", deadline=_DEADLINE))


@WAYS
def test_a_request_that_is_not_read(serve: Serve, way: str) -> None:
    server = serve(read_nothing)
    ends: list[End] = []

    async def course(caller: Caller) -> None:
        ends.append(await caller.call("run_inference", extra_body={"padding": "x" * 30_000_000}))

    run(way, server.url, course, deadline=_DEADLINE)
    check(ends[0])


@pytest.mark.parametrize("way", ["asyncio", "trio", "aiohttp"])
def test_a_connection_that_does_not_become_free(serve: Serve, way: str) -> None:
    server = serve(hold)
    ends: list[End] = []

    async def course(caller: Caller) -> None:
        async def wait() -> None:
            ends.append(await caller.call("list_accounts"))

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(wait)

    run(way, server.url, course, deadline=_DEADLINE, max_connections=1)
    for end in ends:
        check(end)


def test_a_connection_that_does_not_become_free_in_threads(serve: Serve) -> None:
    server = serve(hold)
    ends: list[End] = []

    async def course(caller: Caller) -> None:
        def wait() -> None:
            with suppress(StopIteration):
                caller_call = caller.call("list_accounts")
                try:
                    caller_call.send(None)
                except StopIteration as result:
                    ends.append(result.value)

        threads = [threading.Thread(target=wait) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    run("sync", server.url, course, deadline=_DEADLINE, max_connections=1)
    assert len(ends) == 3
    for end in ends:
        check(end)


@pytest.mark.parametrize("way", ["sync", "asyncio"])  # trio keeps its threads for a while
def test_a_name_that_is_not_found_in_time(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    over = threading.Event()
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
        if host in ("slow.example", b"slow.example") and not flags & socket.AI_NUMERICHOST:
            over.wait(1.0)  # and not for longer, since the end of asyncio's loop waits for it
            return []
        return real(host, port, family, type, proto, flags)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    before = set(threading.enumerate())
    end = call(way, "http://slow.example", "list_accounts", deadline=_DEADLINE, allow_http=True)
    over.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(LIMIT)
    check(end)
