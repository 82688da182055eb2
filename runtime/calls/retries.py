"""Whether a request is sent again, and when: one pure decision."""

from __future__ import annotations

import random
import ssl
from collections.abc import Mapping

import httpx
from attrs import frozen

from ..values.rate_limits import requested_wait

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
#: A server that asks for more than this is not knocked at early: the error is raised at once.
LONGEST_REQUESTED_WAIT = 60.0

# Nothing was sent yet.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# It was sent, and may have been processed.
_LOST = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)
# The server says that it did not process it.
RATE_LIMITED = 429
# Where it asks to come again, it says so too; else a gateway may have sent this because it lost the answer.
_UNAVAILABLE = 503
_FAILED_STATUSES = frozenset({408, 500, 502, _UNAVAILABLE, 504})


@frozen
class Outcome:
    """How one attempt ended: with a status and headers, or with an error of httpx."""

    status_code: int | None = None
    headers: Mapping[str, str] | None = None
    error: Exception | None = None

    def __str__(self) -> str:
        return f"status {self.status_code}" if self.error is None else type(self.error).__name__


def backoff(retries: int, jitter: float) -> float:
    """Exponential from half a second to eight, less up to a quarter; `jitter` is from 0 to 1."""
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
    """Seconds to wait before the request is sent again, or None to leave it at this outcome.

    `retries` is how many times it was sent again already. `safe` is whether sending it twice does no harm: it only
    reads, or the caller says so.
    """
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
    """Whether the server's certificate was refused, which it will be the next time, too."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        behind = getattr(error, "certificate_error", None)  # of aiohttp
        error = behind or error.__cause__  # not its context, which may be the caller's
    return False


def _is_unsent(error: Exception) -> bool:
    # A client of httpx-aiohttp, which callers may give us, calls every lost connection a ConnectTimeout. Of the errors
    # of aiohttp behind it, only these come before anything was sent.
    behind = {kind.__name__ for kind in type(error.__cause__).__mro__}
    before_sending = {"ClientConnectorError", "ConnectionTimeoutError"}
    return isinstance(error, _UNSENT) and ("ClientConnectionError" not in behind or bool(before_sending & behind))
