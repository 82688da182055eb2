"""When a call ends: the deadline over all of its attempts, waits and bodies."""

from typing import Any

import httpx
import pytest
from datadog_llm_client import APITimeoutError, BadRequestError, ServerError

from tests.support.clients import Answer, Clock, Mode, Script, list_accounts, run_inference
from tests.support.faults.marks import LEFT_BY_HTTPX


def test_a_deadline_shortens_the_timeouts(mode: Mode, clock: Clock) -> None:
    script = Script()
    mode.run(lambda client: list_accounts(client, deadline=30, timeout=httpx.Timeout(None, connect=2)), script)
    assert script.sent[0].timeout == {"connect": 2, "read": 30, "write": 30, "pool": 30}


@LEFT_BY_HTTPX
def test_a_deadline_is_over_all_attempts_and_waits(mode: Mode, clock: Clock) -> None:
    def slow() -> Answer:
        clock.now += 4
        return Answer(503, {"errors": ["down"]})

    script = Script(slow)
    error = mode.failure(list_accounts, script, deadline=10, max_retries=9)
    assert isinstance(error, ServerError)
    assert clock.waits == [0.5, 1.0]  # after 4, 8.5 and 13.5 seconds
    assert [sent.timeout["read"] for sent in script.sent] == [10, 5.5, 0.5]


def test_a_deadline_that_passed_reads_well(mode: Mode, clock: Clock) -> None:
    def slow() -> Answer:
        clock.now += 20
        raise httpx.ReadTimeout("slow")

    error = mode.failure(list_accounts, Script(slow), deadline=10)
    assert type(error) is APITimeoutError
    assert str(error).startswith("no response within the deadline of 10 s (GET /api/v2/")
    assert isinstance(error.__cause__, httpx.ReadTimeout)


@pytest.mark.parametrize("seconds", [10, 11])
def test_nothing_is_sent_once_the_deadline_has_passed(mode: Mode, clock: Clock, seconds: float) -> None:
    """Here a function that gives the token takes all the time that there is."""

    def token() -> str:
        clock.now += seconds
        return "token-0123456789"

    script = Script()
    error = mode.failure(list_accounts, script, deadline=10, bearer_token=token)
    assert type(error) is APITimeoutError
    assert "deadline of 10 s" in str(error)
    assert script.sent == []


def test_a_wait_for_a_retry_that_ends_with_the_deadline_is_not_begun(mode: Mode, clock: Clock) -> None:
    script = Script(Answer(503, {}, {"Retry-After": "10"}), Answer())
    error = mode.failure(list_accounts, script, deadline=10)
    assert isinstance(error, ServerError)
    assert (len(script.sent), clock.waits) == (1, [])


@LEFT_BY_HTTPX
@pytest.mark.parametrize(("status", "kind"), [(200, APITimeoutError), (400, BadRequestError)])
def test_a_body_that_outlasts_the_deadline(mode: Mode, clock: Clock, status: int, kind: type[Any]) -> None:
    def slow() -> Answer:
        clock.now += 20
        return Answer(status, {})

    error = mode.failure(run_inference, Script(slow), deadline=10)
    assert type(error) is kind
