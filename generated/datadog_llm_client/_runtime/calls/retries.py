# Copied from runtime/calls/retries.py: edit that.
from __future__ import annotations

import random
import ssl
from collections.abc import Mapping

import httpx
from attrs import frozen

from ..values.rate_limits import requested_wait

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
LONGEST_REQUESTED_WAIT = 60.0

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_LOST = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)
RATE_LIMITED = 429
_UNAVAILABLE = 503
_FAILED_STATUSES = frozenset({408, 500, 502, _UNAVAILABLE, 504})


@frozen
class Outcome:
    status_code: int | None = None
    headers: Mapping[str, str] | None = None
    error: Exception | None = None

    def __str__(self) -> str:
        return f"status {self.status_code}" if self.error is None else type(self.error).__name__


def backoff(retries: int, jitter: float) -> float:
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(retries, 10))
    return longest * (1 - 0.25 * jitter)


def wait_before_retry(
    outcome: Outcome,
    *,
    retries: int,
    max_retries: int,
    safe: bool,
    received_at: float,
    jitter: float | None = None,
) -> float | None:
    if retries >= max_retries or not _may_retry(outcome, safe=safe):
        return None
    wait = backoff(retries, random.random() if jitter is None else jitter)
    if outcome.headers is not None and (asked := requested_wait(outcome.headers, received_at)) is not None:
        if asked > LONGEST_REQUESTED_WAIT:
            return None
        wait = asked if asked > 0 else wait
    return wait


def _may_retry(outcome: Outcome, *, safe: bool) -> bool:
    if outcome.error is not None:
        if is_untrusted(outcome.error):
            return False
        return _is_unsent(outcome.error) or (safe and isinstance(outcome.error, _UNSENT + _LOST))
    refused = outcome.status_code == RATE_LIMITED or (
        outcome.status_code == _UNAVAILABLE and bool((outcome.headers or {}).get("retry-after"))
    )
    return refused or (safe and outcome.status_code in _FAILED_STATUSES)


def is_untrusted(error: BaseException | None) -> bool:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        behind = getattr(error, "certificate_error", None)
        error = behind or error.__cause__
    return False


def _is_unsent(error: Exception) -> bool:
    behind = {kind.__name__ for kind in type(error.__cause__).__mro__}
    before_sending = {"ClientConnectorError", "ConnectionTimeoutError"}
    return isinstance(error, _UNSENT) and ("ClientConnectionError" not in behind or bool(before_sending & behind))
