"""The decision, as the table that the project promises."""

import random
import ssl
from typing import Any

import httpcore
import httpx
import pytest
from datadog_llm_client._runtime.calls.retries import Outcome, backoff, is_untrusted, wait_before_retry

from tests.runtime.test_rate_limits import NOW, date

UNSENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
LOST = [httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError]
LOST += [httpx.ReadTimeout, httpx.WriteTimeout]
NEVER_ERRORS = [httpx.LocalProtocolError, httpx.UnsupportedProtocol, httpx.DecodingError, httpx.TooManyRedirects]
REFUSED, FAILED = [429], [408, 500, 502, 503, 504]
NEVER = [100, 200, 204, 302, 400, 401, 403, 404, 409, 418, 422, 451, 501, 505, 520, 529, 599, 799]


def decide(outcome: Outcome, **changes: Any) -> float | None:
    given: dict[str, Any] = {"retries": 0, "max_retries": 2, "safe": True, "received_at": NOW, "jitter": 0.0}
    return wait_before_retry(outcome, **{**given, **changes})


def status(code: int, **headers: str) -> Outcome:
    return Outcome(code, httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}))


def caused(error: Exception, *causes: Exception) -> Exception:
    """An error with the chain of its causes."""
    for link, cause in zip((error, *causes), causes, strict=False):
        link.__cause__ = cause
    return error


class CertificateError(OSError):
    """As aiohttp raises it, which keeps the error of the system in an attribute."""

    certificate_error = ssl.SSLCertVerificationError("self-signed certificate")


def untrusted() -> list[Exception]:
    refused = ssl.SSLCertVerificationError("self-signed certificate")
    return [
        caused(httpx.ConnectError("x"), refused),
        caused(httpx.ConnectError("x"), httpcore.ConnectError("x"), refused),
        caused(httpx.ConnectError("x"), CertificateError()),
        caused(httpx.ProxyError("x"), OSError("x"), refused),
    ]


TABLE = [
    # what happened, whether a read is sent again, whether an inference is
    *((Outcome(error=error("x")), True, True) for error in UNSENT),
    *((status(code), True, True) for code in REFUSED),
    *((status(503, retry_after=asked), True, True) for asked in ("1", "1, 2", "Tue, 14 Nov 2023 22:13:50 GMT")),
    (status(503, retry_after=""), True, False),
    (status(503, x_ratelimit_reset="1"), True, False),
    (status(502, retry_after="1"), True, False),
    *((Outcome(error=error), False, False) for error in untrusted()),
    *((status(code), True, False) for code in FAILED),
    *((Outcome(error=error("x")), True, False) for error in LOST),
    *((status(code), False, False) for code in NEVER),
    *((Outcome(error=error("x")), False, False) for error in (*NEVER_ERRORS, ValueError)),
]


@pytest.mark.parametrize(("outcome", "read", "inference"), TABLE, ids=[str(row[0]) for row in TABLE])
def test_the_table(outcome: Outcome, read: bool, inference: bool) -> None:
    assert (decide(outcome, safe=True) is not None) is read
    assert (decide(outcome, safe=False) is not None) is inference


@pytest.mark.parametrize("row", TABLE, ids=[str(row[0]) for row in TABLE])
def test_no_retries_means_one_request(row: tuple[Outcome, bool, bool]) -> None:
    assert decide(row[0], max_retries=0) is None


@pytest.mark.parametrize(
    ("retries", "max_retries", "again"), [(0, 1, True), (1, 2, True), (1, 1, False), (2, 2, False), (5, 2, False)]
)
def test_retries_come_to_an_end(retries: int, max_retries: int, again: bool) -> None:
    assert (decide(status(503), retries=retries, max_retries=max_retries) is not None) is again


@pytest.mark.parametrize(
    ("retries", "longest"), [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (50, 8.0), (10_000, 8.0)]
)
def test_waits_double_up_to_eight_seconds(retries: int, longest: float) -> None:
    assert backoff(retries, 0.0) == longest
    assert backoff(retries, 1.0) == longest * 0.75
    assert longest * 0.75 < backoff(retries, 0.5) < longest


def test_jitter_is_drawn_anew_for_each_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([0.0, 1.0])
    monkeypatch.setattr(random, "random", lambda: next(draws))
    assert [decide(status(503), jitter=None) for _ in range(2)] == [0.5, 0.375]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry_after": "3"}, 3.0),
        ({"retry_after": "0.1"}, 0.1),
        ({"retry_after": "60"}, 60.0),
        ({"retry_after": "60.1"}, None),
        ({"retry_after": date(61)}, None),
        ({"retry_after": date(20)}, 20.0),
        ({"x_ratelimit_reset": "60"}, 60.0),
        ({"x_ratelimit_reset": "61"}, None),
        ({"x_ratelimit_reset": str(int(NOW) + 61)}, None),
        ({"x_ratelimit_reset": str(int(NOW) + 20)}, 20.0),
        # A wait of nothing at all would be a knock at once; the usual wait stands.
        ({"retry_after": "0"}, 0.5),
        ({"x_ratelimit_reset": "0"}, 0.5),
        ({"retry_after": date(-5)}, 0.5),
        ({"retry_after": "soon"}, 0.5),
    ],
)
@pytest.mark.parametrize("code", [*REFUSED, *FAILED])
def test_what_the_server_asks_is_obeyed_up_to_a_minute(code: int, headers: dict[str, str], wait: float | None) -> None:
    assert decide(status(code, **headers)) == wait


@pytest.mark.parametrize("error", untrusted(), ids=lambda error: type(error.__cause__).__name__)
def test_a_certificate_that_is_not_trusted_stays_so(error: Exception) -> None:
    assert is_untrusted(error)
    assert not is_untrusted(caused(httpx.ConnectError("x"), OSError("refused")))


def test_the_certificate_that_the_caller_fell_over_is_another() -> None:
    error = httpx.ConnectError("refused")
    error.__context__ = ssl.SSLCertVerificationError("of another server")
    assert not is_untrusted(error)
    assert decide(Outcome(error=error)) is not None


def test_causes_that_go_in_a_circle_are_walked_once() -> None:
    one, other = httpx.ConnectError("x"), OSError("x")
    assert not is_untrusted(caused(one, other, one))


def test_jitter_does_not_shorten_what_the_server_asks() -> None:
    assert decide(status(429, retry_after="3"), jitter=1.0) == 3.0


@pytest.mark.parametrize(
    ("outcome", "text"), [(status(503), "status 503"), (Outcome(error=httpx.ReadTimeout("hidden")), "ReadTimeout")]
)
def test_an_outcome_reads_well(outcome: Outcome, text: str) -> None:
    assert str(outcome) == text
