"""What a call does differently from its client, what is sent again, how a call fails, and when it ends."""

import logging
from functools import partial
from typing import Any

import httpx
import pytest
from datadog_llm_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
)
from datadog_llm_client._runtime.calls import call as exchange

from tests.support.clients import INFERENCE, Answer, Clock, Mode, Script, list_accounts, run_inference
from tests.support.faults.marks import LEFT_BY_HTTPX

DOWN = Answer(503, {"errors": ["down"]})
AGAIN = Answer(503, {"errors": ["down"]}, {"Retry-After": "1"})
HOST = "api.datadoghq.com:443"
SPENT = httpx.ReadError("reset")


def test_a_call_is_sent_again_until_it_succeeds(mode: Mode, clock: Clock) -> None:
    script = Script(DOWN, httpx.ConnectError("refused"), Answer())
    response = mode.run(lambda client: list_accounts(client.with_raw_response), script)
    assert response.retries == 2
    assert response.parsed[0].id == "account-1"
    assert clock.waits == [0.5, 1.0]
    assert len(script.sent) == 3
    assert {sent.headers["DD-API-KEY"] for sent in script.sent} == {script.sent[0].headers["dd-api-key"]}


@pytest.mark.parametrize(
    ("step", "options", "requests"),
    [
        (SPENT, {}, 1),
        (Answer(500, {}), {}, 1),
        (SPENT, {"retry_unsafe": True}, 3),
        (Answer(500, {}), {"retry_unsafe": True}, 3),
        (DOWN, {}, 1),
        (DOWN, {"retry_unsafe": True}, 3),
        (AGAIN, {}, 3),
        (httpx.ConnectError("refused"), {}, 3),
        (AGAIN, {"max_retries": 0}, 1),
        (AGAIN, {"max_retries": 5}, 6),
        (Answer(400, {}), {"retry_unsafe": True}, 1),
        (Answer(200, b"{"), {"retry_unsafe": True}, 1),
    ],
)
@pytest.mark.parametrize("where", ["call", "copy", "client"])
def test_an_inference_is_sent_as_often_as_it_may(
    mode: Mode, clock: Clock, step: Any, options: dict[str, Any], requests: int, where: str
) -> None:
    def use(client: Any) -> Any:
        if where == "copy":
            client = client.with_options(**options)
        return run_inference(client, **(options if where == "call" else {}))

    script = Script(step)
    mode.failure(use, script, **(options if where == "client" else {}))
    assert len(script.sent) == requests
    assert len({sent.content for sent in script.sent}) == 1


@pytest.mark.parametrize(("seconds", "waits"), [("3", [3.0, 3.0]), ("60", [60.0, 60.0]), ("61", [])])
def test_the_server_says_when(mode: Mode, clock: Clock, seconds: str, waits: list[float]) -> None:
    script = Script(Answer(429, {}, {"Retry-After": seconds}))
    error = mode.failure(run_inference, script)
    assert clock.waits == waits
    assert isinstance(error, RateLimitError)
    assert error.retry_after == float(seconds)
    assert error.retries == len(waits)


def test_what_is_sent_again_is_logged(mode: Mode, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    name = exchange.__name__
    with caplog.at_level(logging.INFO, name):
        mode.run(list_accounts, Script(DOWN, httpx.ReadTimeout("slow"), Answer()))
    assert [record.getMessage() for record in caplog.records if record.name == name] == [
        "list_accounts: status 503, retry 1 of 2 in 0.50 s",
        "list_accounts: ReadTimeout, retry 2 of 2 in 1.00 s",
    ]


def test_a_call_has_options_of_its_own(mode: Mode) -> None:
    script = Script()
    for timeout in (3, httpx.Timeout(4, connect=1), None):
        mode.run(partial(list_accounts, timeout=timeout), script)
    mode.run(list_accounts, script)
    assert [sent.timeout["read"] for sent in script.sent] == [3, 4, None, 600]
    assert [sent.timeout["connect"] for sent in script.sent] == [3, 1, None, 5]


def test_extra_headers_and_body(mode: Mode) -> None:
    script = Script(Answer(body=dict(INFERENCE)))
    headers = {"X-Trace": "1", "user-agent": "mine"}
    mode.run(lambda client: run_inference(client, extra_headers=headers, extra_body={"seed": 7}), script)
    sent = script.sent[0]
    assert sent.json["seed"] == 7
    assert sent.headers["X-Trace"] == "1"
    assert sent.headers.get_list("User-Agent") == ["mine"]


@pytest.mark.parametrize("name", ["DD-API-KEY", "dd-application-key", "Authorization"])
def test_credentials_are_no_extra_headers(mode: Mode, name: str) -> None:
    script = Script()
    error = mode.failure(lambda client: list_accounts(client, extra_headers={name: "secret"}), script)
    assert str(error) == f"extra_headers: expected no credentials (pass them to the client), found {name.lower()}"
    assert script.sent == []


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (httpx.ConnectError("refused"), APIConnectionError, f"ConnectError: refused, connecting to {HOST}"),
        (httpx.ConnectTimeout(""), APITimeoutError, f"ConnectTimeout: timed out, connecting to {HOST}"),
        (httpx.ConnectError(f"{HOST}: no"), APIConnectionError, f"ConnectError: {HOST}: no"),
        (httpx.ReadTimeout("slow"), APITimeoutError, "ReadTimeout: slow"),
        (httpx.RemoteProtocolError(""), APIConnectionError, "RemoteProtocolError: no details"),
        (httpx.LocalProtocolError("bad header"), APIConnectionError, "LocalProtocolError: bad header"),
    ],
)
def test_no_answer(mode: Mode, error: httpx.HTTPError, kind: type[Any], message: str) -> None:
    caught: Any = mode.failure(list_accounts, Script(error), max_retries=0)
    assert type(caught) is kind
    assert caught.__cause__ is error
    assert (caught.method, caught.retries) == ("GET", 0)
    assert str(caught) == f"{message} (GET /api/v2/llm-obs/v1/integrations/openai/accounts)"


@LEFT_BY_HTTPX
@pytest.mark.parametrize(
    ("answer", "kind", "found"),
    [
        (Answer(200, b"[]" + b" " * 99, {}), ResponseValidationError, "more than max_response_bytes=100"),
        (Answer(200, b"junk", {"Content-Encoding": "gzip"}), ResponseValidationError, "not match its Content-Encoding"),
        (Answer(500, b"x" * 101, {}), APIStatusError, "500 Internal Server Error"),
        (Answer(500, b"junk", {"Content-Encoding": "gzip"}), APIStatusError, "500 Internal Server Error"),
        (Answer(500, {"errors": ["a"]}, breaks=SPENT), APIStatusError, "500 Internal Server Error: a"),
        (Answer(200, b"[]", breaks=SPENT), APIConnectionError, "ReadError: reset"),
        (Answer(200, b"junk", {"Content-Encoding": "br"}), ResponseValidationError, "was not asked for (br)"),
        (Answer(200, b"junk", {"Content-Encoding": "gzip, gzip"}), ResponseValidationError, "was not asked for (gzip,"),
    ],
)
def test_a_body_that_is_not_whole(mode: Mode, answer: Answer, kind: type[Exception], found: str) -> None:
    error = mode.failure(list_accounts, Script(answer), max_retries=0, max_response_bytes=100)
    assert isinstance(error, kind)
    assert found in str(error)


def test_a_body_of_just_the_largest_size(mode: Mode) -> None:
    assert mode.run(list_accounts, Script(Answer(200, b"[]" + b" " * 98)), max_response_bytes=100) == []


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
