# Copied from runtime/calls/retries.py: edit that.
"""Decides whether to retry a request, and when."""

from __future__ import annotations

import random
import ssl
from collections.abc import Mapping

import httpx
from attrs import frozen

from ..values.rate_limits import requested_wait

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
#: If a server asks for a longer wait, the error is raised at once instead of retrying too early.
LONGEST_REQUESTED_WAIT = 60.0

# Nothing was sent.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# It was sent, and may have been processed.
_LOST = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)
# The server did not process it.
RATE_LIMITED = 429
# With Retry-After, the server did not process it; without, a gateway may have lost the response.
_UNAVAILABLE = 503
_FAILED_STATUSES = frozenset({408, 500, 502, _UNAVAILABLE, 504})


@frozen
class Outcome:
    """How an attempt ended: with a status and headers, or with an httpx error."""

    status_code: int | None = None
    headers: Mapping[str, str] | None = None
    error: Exception | None = None

    def __str__(self) -> str:
        return f"status {self.status_code}" if self.error is None else type(self.error).__name__


def backoff(retries: int, jitter: float) -> float:
    """Return an exponential wait of 0.5 to 8 seconds, reduced by up to a quarter; `jitter` is between 0 and 1."""
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
    """Return the seconds to wait before a retry, or None to accept the outcome.

    `retries` is the number of retries so far; `safe` is whether sending the request twice does no harm, because it is
    read-only or the caller says so.
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
    """Whether the server's certificate was rejected, as it would be again."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        behind = getattr(error, "certificate_error", None)  # set by aiohttp
        error = behind or error.__cause__  # not its context, which may belong to the caller
    return False


def _is_unsent(error: Exception) -> bool:
    # httpx-aiohttp, which callers may pass as http_client, reports every lost connection as a ConnectTimeout. Of the
    # aiohttp errors behind it, only these occur before anything is sent.
    behind = {kind.__name__ for kind in type(error.__cause__).__mro__}
    before_sending = {"ClientConnectorError", "ConnectionTimeoutError"}
    return isinstance(error, _UNSENT) and ("ClientConnectionError" not in behind or bool(before_sending & behind))
