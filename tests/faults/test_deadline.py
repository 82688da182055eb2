"""Each wait of a call that the other side can make endless ends with the deadline, sync and async alike."""

import gc
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from datadog_llm_client import APITimeoutError
from datadog_llm_client._runtime.values.loops import finish

from tests.support.faults.answers import JSON, good, http
from tests.support.faults.behaviours import (
    SILENCE,
    Behaviour,
    Memory,
    answer,
    answer_slowly,
    answer_without_end,
    greet,
)
from tests.support.faults.connection import LIMIT, Connection
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import Caller, End, call, run

pytestmark = LEFT_BY_HTTPX

_DEADLINE = 0.2
_PAUSE = 0.02
#: Some 2 s of headers, and 20 s of body, at a byte a pause.
_HEADERS = answer_slowly(b"HTTP/1.1 200 OK\r\n", b"X-Slow: " + b"a" * 40 + b"\r\nContent-Length: 2\r\n\r\n[]", _PAUSE)
_BODY = answer_slowly(http(200, b"", JSON, length=1000), b" " * 1000, _PAUSE)

EMPTY_BLOCKS = b"\x00\x00\x00\xff\xff" * 2  # of deflate, which unpack to nothing
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_EMPTY_GZIP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"a\r\n" + _GZIP_HEAD + b"\r\n"
)
UNFINISHED = {
    "silence": SILENCE,
    "slow headers": _HEADERS,
    "endless interim answers": answer_without_end(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
}
ANSWERS = UNFINISHED | {
    "slow body": _BODY,
    "gzip of nothing": answer_without_end(_EMPTY_GZIP, b"a\r\n" + EMPTY_BLOCKS + b"\r\n"),
}


def check(end: End) -> None:
    assert type(end.error) is APITimeoutError, repr(end.error)
    assert f"deadline of {_DEADLINE:g} s" in str(end.error)
    assert end.error.retries == 0
    assert _DEADLINE <= end.seconds < LIMIT


@pytest.mark.parametrize("play", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("before", [0, 1], ids=["new connection", "used connection"])
def test_an_answer_that_does_not_end(play: Behaviour, before: int, way: str) -> None:
    with FaultyServer(*[answer(good)] * before, play) as server:
        check(call(way, server.url, "list_accounts", deadline=_DEADLINE, before=before))
        assert server.is_left()
    assert server.attempts == before + 1


def test_a_tls_handshake_that_is_not_answered(way: str) -> None:
    with FaultyServer(greet(b""), scheme="https") as server:
        check(call(way, server.url, "list_accounts", deadline=_DEADLINE))
        assert server.is_left()
    assert server.attempts == 1


@pytest.mark.parametrize("play", UNFINISHED.values(), ids=UNFINISHED)
def test_a_proxy_that_does_not_connect(monkeypatch: pytest.MonkeyPatch, play: Behaviour, way: str) -> None:
    with FaultyServer(play) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        check(call(way, "https://gateway.example", "list_accounts", deadline=_DEADLINE))
        gc.collect()
        assert server.is_left()


def test_a_request_that_is_not_read(way: str) -> None:
    over = threading.Event()

    def act(connection: Connection, _: Memory) -> None:
        over.wait(LIMIT)
        connection.close()

    async def course(caller: Caller) -> None:
        check(await caller.call("run_inference", extra_body={"padding": "x" * 30_000_000}))
        over.set()

    with FaultyServer(Behaviour(act)) as server:
        run(way, server.url, course, deadline=_DEADLINE)


def test_a_connection_that_does_not_become_free(way: str) -> None:
    ends: list[End] = []

    async def course(caller: Caller) -> None:
        async def ask() -> None:
            ends.append(await caller.call("list_accounts"))

        if way == "sync":
            with ThreadPoolExecutor(3) as threads:
                list(threads.map(lambda _: finish(ask()), range(3)))
            return
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(ask)

    with FaultyServer(SILENCE) as server:
        run(way, server.url, course, deadline=_DEADLINE, max_connections=1)
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
