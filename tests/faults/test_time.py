"""How long a call takes and waits: a slow server is not a late one, and nobody knocks before the time."""

import email.utils
import time

import pytest
from datadog_llm_client import APITimeoutError, ServerError
from datadog_llm_client._runtime.calls import retries

from tests.support.clients import Clock
from tests.support.faults.answers import JSON, body_for, good, http
from tests.support.faults.behaviours import Behaviour, Memory, answer, answer_slowly
from tests.support.faults.connection import LIMIT, Connection
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import call

pytestmark = LEFT_BY_HTTPX

_DEADLINE = 0.2
BACKOFF = 0.001  # as conftest.py sets it


def test_a_slow_error_is_a_status_or_a_timeout_by_the_deadline(way: str) -> None:
    with FaultyServer(answer_slowly(http(500, b"", JSON, length=1000), b" " * 1000, 0.02)) as server:
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


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (("Retry-After: 2",), 2.0),
        (("Retry-After: 3", "X-RateLimit-Reset: 7"), 3.0),
        (("Retry-After: 3", "Retry-After: 7"), 7.0),
        (("Retry-After: \xff", "X-RateLimit-Reset: 7"), 7.0),
        (("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT",), BACKOFF),
        ((), BACKOFF),
    ],
)
def test_the_wait_that_was_asked_for(headers: tuple[str, ...], wait: float, way: str, clock: Clock) -> None:
    """Every form of these headers is read in tests/runtime."""
    with FaultyServer(answer(http(429, b"", *headers)), answer(good)) as server:
        end = call(way, server.url, "run_inference", raw=True)
        assert server.is_left()
    assert end.error is None, repr(end.error)
    assert end.value.retries == 1
    assert clock.waits == [wait]


@pytest.mark.parametrize("name", ["Retry-After", "X-RateLimit-Reset"])
def test_a_moment_is_waited_for(name: str, way: str, clock: Clock) -> None:
    moment = time.time() + 50
    value = email.utils.formatdate(moment, usegmt=True) if name == "Retry-After" else f"{moment:.0f}"
    with FaultyServer(answer(http(429, b"", f"{name}: {value}")), answer(good)) as server:
        assert call(way, server.url, "run_inference").error is None
        assert server.is_left()
    [wait] = clock.waits
    assert 20 < wait <= 51  # less what the test took so far
