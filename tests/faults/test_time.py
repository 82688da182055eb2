"""Servers that are slow, and how long a call takes at most."""

import pytest
from datadog_llm_client import APITimeoutError, RateLimitError, ServerError
from datadog_llm_client._runtime.calls import retries

from tests.support.faults import behaviours
from tests.support.faults.answers import JSON, body_for, good, http
from tests.support.faults.behaviours import Behaviour, Memory, answer, answer_slowly, answer_without_end
from tests.support.faults.connection import LIMIT, Connection
from tests.support.faults.fault import OPERATIONS
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import call

pytestmark = LEFT_BY_HTTPX

_PAUSE = 0.02
_DEADLINE = 0.2
#: Some 20 s of body, and 2 s of headers, at a byte a pause.
_BODY = answer_slowly(http(200, b"", JSON, length=1000), b" " * 1000, _PAUSE)
_ERROR_BODY = answer_slowly(http(500, b"", JSON, length=1000), b" " * 1000, _PAUSE)
_HEADERS = answer_slowly(b"HTTP/1.1 200 OK\r\n", b"X-Slow: " + b"a" * 40 + b"\r\nContent-Length: 2\r\n\r\n[]", _PAUSE)

EMPTY_BLOCKS = b"\x00\x00\x00\xff\xff" * 2  # of deflate, which unpack to nothing
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_EMPTY_GZIP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"a\r\n" + _GZIP_HEAD + b"\r\n"
)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("play", [pytest.param(behaviours.SILENCE, id="silence"), pytest.param(_BODY, id="slow body")])
def test_the_deadline_ends_a_call(play: Behaviour, operation: str, way: str) -> None:
    with FaultyServer(play) as server:
        end = call(way, server.url, operation, deadline=_DEADLINE)
        assert server.is_left()
    assert type(end.error) is APITimeoutError
    assert f"deadline of {_DEADLINE:g} s" in str(end.error)
    assert end.error.retries == 0
    assert _DEADLINE <= end.seconds < LIMIT
    assert server.attempts == 1


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(_HEADERS, id="slow headers"),
        pytest.param(answer_without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="endless 100"),
        pytest.param(answer_without_end(_EMPTY_GZIP, b"a\r\n" + EMPTY_BLOCKS + b"\r\n"), id="gzip of nothing"),
    ],
)
@pytest.mark.parametrize("reused", [False, True], ids=["new connection", "used connection"])
def test_the_deadline_ends_what_keeps_arriving(play: Behaviour, reused: bool, way: str) -> None:
    plays_of_server = (answer(good), play) if reused else (play,)
    with FaultyServer(*plays_of_server) as server:
        end = call(way, server.url, "list_accounts", deadline=_DEADLINE, before=int(reused))
        assert server.is_left()
    assert type(end.error) is APITimeoutError
    assert f"deadline of {_DEADLINE:g} s" in str(end.error)
    assert _DEADLINE <= end.seconds < LIMIT


def test_a_slow_error_is_a_status_or_a_timeout_by_the_deadline(way: str) -> None:
    with FaultyServer(_ERROR_BODY) as server:
        end = call(way, server.url, "run_inference", deadline=_DEADLINE)
        assert server.is_left()
    assert type(end.error) in (ServerError, APITimeoutError)
    assert end.seconds < LIMIT


def test_the_timeout_is_for_each_read_and_not_for_all(way: str) -> None:
    """A body that takes longer than the timeout, but never pauses for as long."""

    def act(connection: Connection, memory: Memory) -> None:
        request = connection.read_request()
        assert request is not None
        body = body_for(request)[:60].ljust(60)
        connection.send(http(200, b"", JSON, length=len(body_for(request))))
        connection.dribble(body, 0.01)
        connection.send(body_for(request)[60:])

    with FaultyServer(Behaviour(act)) as server:
        end = call(way, server.url, "run_inference", timeout=0.4)
        assert server.is_left()
    assert end.error is None, repr(end.error)
    assert end.seconds > 0.4


def test_the_deadline_spans_attempts_and_waits(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(retries, "LONGEST_WAIT", 0.05)
    with FaultyServer(answer(http(503))) as server:
        end = call(way, server.url, "list_accounts", deadline=_DEADLINE, max_retries=1000)
        assert server.is_left()
    assert type(end.error) in (ServerError, APITimeoutError)  # the deadline may pass in a wait or in an attempt
    assert end.error.retries <= _DEADLINE / (0.05 * 0.75)
    assert server.attempts <= end.error.retries + 1
    assert end.seconds < LIMIT


def test_a_wait_that_would_pass_the_deadline_is_not_begun(way: str) -> None:
    with FaultyServer(answer(http(429, b"", "Retry-After: 20")), answer(good)) as server:
        end = call(way, server.url, "run_inference", deadline=LIMIT)
        assert server.is_left()
    assert type(end.error) is RateLimitError
    assert end.error.retry_after == 20
    assert end.seconds < LIMIT
    assert server.attempts == 1
