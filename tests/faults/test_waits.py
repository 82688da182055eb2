"""How long the client waits when the server says for how long: it never knocks early."""

import email.utils
import time
from collections.abc import Callable

import pytest
from datadog_llm_client import RateLimitError, ServerError
from datadog_llm_client._runtime.calls import retries

from tests.support.clients import Clock
from tests.support.faults.answers import good, http
from tests.support.faults.behaviours import answer
from tests.support.faults.server import FaultyServer

from .calls import call

BACKOFF = 0.001  # as conftest.py sets it


def _date(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (("Retry-After: 2",), 2.0),
        (("Retry-After: 0.25",), 0.25),
        (("Retry-After: 60",), 60.0),
        (("Retry-After: 0",), BACKOFF),
        (("Retry-After: -5",), BACKOFF),
        (("Retry-After: soon",), BACKOFF),
        (("Retry-After: nan",), BACKOFF),
        (("Retry-After: 99:99:99",), BACKOFF),
        (("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT",), BACKOFF),
        (("Retry-After: Wed, 21 Oct 2015 07:28:00 XYZ",), BACKOFF),
        (("X-RateLimit-Reset: 7",), 7.0),
        (("X-RateLimit-Reset: 0",), BACKOFF),
        (("X-RateLimit-Reset: 1000000000",), BACKOFF),
        (("Retry-After: 3", "X-RateLimit-Reset: 7"), 3.0),
        (("Retry-After: \xff", "X-RateLimit-Reset: 7"), 7.0),
        ((), BACKOFF),
    ],
)
def test_the_wait_that_was_asked_for(
    headers: tuple[str, ...], wait: float, status: int, way: str, clock: Clock
) -> None:
    # Of a gateway that does not ask to come again nobody knows whether it lost an answer.
    operation = "run_inference" if status == 429 or any("Retry" in header for header in headers) else "list_accounts"
    with FaultyServer(answer(http(status, b"", *headers)), answer(good)) as server:
        end = call(way, server.url, operation, raw=True)
        assert server.is_left()
    assert end.error is None, repr(end.error)
    assert end.value.retries == 1
    assert clock.waits == [wait]


@pytest.mark.parametrize(
    "header", [lambda: f"Retry-After: {_date(50)}", lambda: f"X-RateLimit-Reset: {time.time() + 50:.0f}"]
)
def test_a_moment_is_waited_for(header: Callable[[], str], way: str, clock: Clock) -> None:
    with FaultyServer(answer(http(429, b"", header())), answer(good)) as server:
        end = call(way, server.url, "run_inference")
        assert server.is_left()
    assert end.error is None, repr(end.error)
    [wait] = clock.waits
    assert 20 < wait <= 51  # less what the test took so far


@pytest.mark.parametrize(
    ("header", "least"),
    [
        ("Retry-After: 61", 61),
        ("Retry-After: 60.5", 60.5),
        ("Retry-After: 1e9", 1e9),
        ("Retry-After: " + "9" * 300, 1e9),
        (f"Retry-After: {_date(86_400 * 365)}", 86_400 * 364),
        ("X-RateLimit-Reset: 3600", 3600),
    ],
    ids=["seconds", "fraction", "exponent", "digits", "date", "reset"],  # the same whenever they are collected
)
@pytest.mark.parametrize(("status", "error"), [(429, RateLimitError), (503, ServerError)])
def test_a_longer_wait_is_for_the_caller(
    header: str, least: float, status: int, error: type[RateLimitError], way: str, clock: Clock
) -> None:
    with FaultyServer(answer(http(status, b"", header)), answer(good)) as server:
        end = call(way, server.url, "list_accounts")
        assert server.is_left()
    assert type(end.error) is error
    assert end.error.retry_after is not None
    assert end.error.retry_after >= least
    assert clock.waits == []
    assert server.attempts == 1


def test_waits_grow(way: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_WAIT", 0.5)
    monkeypatch.setattr(retries, "LONGEST_WAIT", 8.0)
    with FaultyServer(answer(http(503))) as server:
        end = call(way, server.url, "list_accounts", max_retries=7)
        assert server.is_left()
    assert type(end.error) is ServerError
    assert clock.waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert server.attempts == 8
