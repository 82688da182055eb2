"""Connections that end between calls, or before one is wanted, and those that are left behind."""

import threading

import httpx
import pytest
from datadog_llm_client import APIConnectionError, APIStatusError

from tests.support.faults import behaviours
from tests.support.faults.answers import JSON, body_for, example, good, http
from tests.support.faults.behaviours import Behaviour, Memory, answer, answer_then_close, answer_then_reset
from tests.support.faults.connection import LIMIT, Connection, Request
from tests.support.faults.fault import OPERATIONS
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import Caller, call, run

pytestmark = LEFT_BY_HTTPX

#: What gateways send on a connection that was idle for too long, before they close it.
TOO_LATE = http(408, b"", "Connection: close")


def _gone(server: FaultyServer) -> None:
    """Wait until the server has ended its side of the first connection."""
    server.ended.wait(LIMIT)
    assert server.ended.is_set()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "last",
    [
        pytest.param(answer_then_close(good), id="closed"),
        pytest.param(answer_then_reset(good), id="reset"),
        pytest.param(answer_then_close(lambda request: good(request) + TOO_LATE), id="closed with a 408"),
    ],
)
def test_a_connection_that_ended_while_idle_is_no_error(last: Behaviour, operation: str, way: str) -> None:
    """It is noticed before anything is sent on it, so nothing is sent twice, not even with retries."""
    with FaultyServer(last, answer(good)) as server:

        async def course(caller: Caller) -> None:
            first = await caller.call(operation, max_retries=0)
            _gone(server)
            second = await caller.call(operation, max_retries=0)
            assert first.plain == second.plain

        run(way, server.url, course)
        assert server.is_left()
    assert len(server.connections) == 2
    assert len(server.requests) == server.attempts == 2


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_answer_that_nobody_asked_for_is_given_to_nobody(operation: str, way: str) -> None:
    """A second answer to the first request would be taken for that to the second, which was not sent yet."""

    def twice(request: Request) -> bytes:
        return good(request) + http(200, b"[]" if operation == "list_accounts" else b"{}", JSON)

    with FaultyServer(answer(twice), answer(good)) as server:

        async def course(caller: Caller) -> None:
            for _ in range(3):
                assert (await caller.call(operation)).plain == example(operation)

        run(way, server.url, course)
        assert server.is_left()
    assert len(server.connections) == 2
    assert len(server.requests) == 3


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio"])  # aiohttp differs, as docs/many-calls.md says
@pytest.mark.parametrize("apart", [False, True], ids=["with the answer", "after it"])
@pytest.mark.parametrize(
    "surplus", [b"\r\n", b"}", b"\0", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"]
)
def test_a_connection_with_bytes_left_over_is_not_used_again(surplus: bytes, apart: bool, way: str) -> None:
    """They would begin the next answer, or break it: an inference would be paid for, and lost."""
    sent = threading.Event()

    def act(connection: Connection, memory: Memory) -> None:
        request = connection.read_request()
        assert request is not None
        memory.requests.append(request)
        if apart:
            connection.send(good(request))
            connection.send(surplus)
        else:
            connection.send(good(request) + surplus)
        sent.set()

    with FaultyServer(Behaviour(act), answer(good)) as server:

        async def course(caller: Caller) -> None:
            assert (await caller.call("run_inference", max_retries=0)).plain == example("run_inference")
            assert sent.wait(LIMIT)
            for _ in range(2):
                assert (await caller.call("run_inference", max_retries=0)).plain == example("run_inference")

        run(way, server.url, course)
        assert server.is_left()
    assert len(server.connections) == 2
    assert len(server.requests) == 3


def test_an_early_answer_to_a_long_request(way: str) -> None:
    """The server reads the head only, answers, and waits."""

    ended = threading.Event()

    def act(connection: Connection, _: Memory) -> None:
        connection.is_readable()
        connection.send(http(413, b'{"errors": ["too long"]}', JSON))
        ended.wait(LIMIT)
        connection.close()

    with FaultyServer(Behaviour(act)) as server:

        async def course(caller: Caller) -> None:
            end = await caller.call("run_inference", extra_body={"padding": "x" * 20_000_000})
            assert isinstance(end.error, APIStatusError)
            assert "too long" in str(end.error)
            assert end.seconds < LIMIT
            ended.set()

        run(way, server.url, course, timeout=LIMIT, max_retries=0)
        assert server.is_left()


def test_a_connection_is_used_again(way: str) -> None:
    with FaultyServer(answer(good)) as server:

        async def course(caller: Caller) -> None:
            for _ in range(5):
                assert (await caller.call("run_inference")).error is None

        run(way, server.url, course)
        assert server.is_left()
    assert len(server.connections) == 1
    assert len(server.requests) == 5


@pytest.mark.parametrize("length", [9_000, 60_000])
def test_long_headers_are_taken(length: int, way: str) -> None:
    def with_header(request: Request) -> bytes:
        return http(200, body_for(request), JSON, "Content-Security-Policy: " + "x" * length)

    with FaultyServer(answer(with_header)) as server:
        assert call(way, server.url, "run_inference").plain == example("run_inference")


@pytest.mark.parametrize("head", ["HTTP/1.0 200 OK", "HTTP/1.0 200 OK\r\nConnection: keep-alive"])
def test_an_answer_of_http_1_0_ends_with_its_connection(head: str, way: str) -> None:
    def old(request: Request) -> bytes:
        return f"{head}\r\nContent-Type: application/json\r\n\r\n".encode() + body_for(request)

    with FaultyServer(answer_then_close(old), answer(good)) as server:
        assert call(way, server.url, "run_inference", before=1).plain == example("run_inference")
        assert server.is_left()
    assert server.attempts == 2


def test_cookies_are_not_kept(way: str) -> None:
    def with_cookie(request: Request) -> bytes:
        return http(200, body_for(request), JSON, "Set-Cookie: session=1; Path=/")

    with FaultyServer(answer(with_cookie)) as server:

        async def course(caller: Caller) -> None:
            for _ in range(2):
                assert (await caller.call("list_accounts")).error is None
            assert not caller.client._shared.http.cookies

        host = "localhost" if way == "aiohttp" else "127.0.0.1"  # aiohttp takes none from addresses
        run(way, server.url.replace("127.0.0.1", host), course)
    assert ["cookie" in request.headers for request in server.requests] == [False, False]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("last", [behaviours.CLOSE_UNREAD, behaviours.CLOSE_UNANSWERED, behaviours.RESET_UNANSWERED])
def test_a_connection_that_ends_when_it_is_used_again(last: Behaviour, operation: str, way: str) -> None:
    """The second request may have been processed: only a read is sent again."""
    with FaultyServer(answer(good), last, answer(good)) as server:

        async def course(caller: Caller) -> None:
            assert (await caller.call(operation)).error is None
            second = await caller.call(operation)
            assert type(second.error) is (APIConnectionError if operation == "run_inference" else type(None))

        run(way, server.url, course)
        assert server.is_left()
    assert server.attempts == (3 if operation == "list_accounts" else 2)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_connection_that_is_reset_at_once(operation: str, way: str) -> None:
    """The reset may come before the connection is thought to stand, or after; only then is an inference lost."""
    with FaultyServer(behaviours.RESET_AT_ACCEPT) as server:
        end = call(way, server.url, operation)
    assert type(end.error) is APIConnectionError
    assert server.attempts == end.error.retries + 1
    again = operation == "list_accounts" or isinstance(end.error.__cause__, httpx.ConnectError)
    assert end.error.retries == 2 if again else end.error.retries <= 2
