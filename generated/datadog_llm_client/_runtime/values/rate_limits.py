# Copied by "make generate" from runtime/values/rate_limits.py. Edit that, never this file.
"""What the headers of an answer say of a rate limit, and of how long to wait."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from attrs import frozen

# Datadog sends seconds to wait, some of its services a Unix time; no wait is as long as this many seconds.
_UNIX_TIME_FROM = 1_000_000_000


@frozen
class RateLimit:
    """The rate limit that applied to a call, from the `X-RateLimit-*` headers. A header that is missing is None.

    limit: requests allowed in one period. period: its length in seconds. remaining: requests left in it.
    reset: seconds from the answer until it ends. name: what Datadog calls the limit.
    """

    limit: int | None = None
    period: int | None = None
    remaining: int | None = None
    reset: float | None = None
    name: str | None = None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str], received_at: float) -> RateLimit | None:
        """Read the headers of an answer received at `received_at` (Unix time), or None where there are none."""
        reset = _number(headers.get("x-ratelimit-reset"))
        if reset is not None and reset >= _UNIX_TIME_FROM:
            reset = max(0.0, reset - received_at)
        found = cls(
            limit=_integer(headers.get("x-ratelimit-limit")),
            period=_integer(headers.get("x-ratelimit-period")),
            remaining=_integer(headers.get("x-ratelimit-remaining")),
            reset=reset,
            name=headers.get("x-ratelimit-name"),
        )
        return None if found == cls() else found


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _integer(text: str | None) -> int | None:
    number = _number(text)
    return None if number is None else int(number)


def requested_wait(headers: Mapping[str, str], received_at: float) -> float | None:
    """Seconds that the server asks to wait: `Retry-After` (seconds or a date), or else `X-RateLimit-Reset`."""
    text = headers.get("retry-after", "").strip()
    if text:
        try:
            seconds = float(text)
        except ValueError:
            seconds = _seconds_until(text, received_at)
        # So many digits that they count as infinite are a long wait, the word "inf" is none.
        if 0 <= seconds < float("inf") or text.isdigit():
            return seconds
    limit = RateLimit.from_headers(headers, received_at)
    # While requests are left, the end of the period is no reason to wait.
    return None if limit is None or limit.remaining else limit.reset


def _seconds_until(text: str, received_at: float) -> float:
    from dateutil.parser import parse  # slow to import, and seldom needed

    try:
        # A zone that it does not know is read as UTC, without the warning that would be an error under -W error.
        moment = parse(text, tzinfos=lambda _, offset: offset)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return max(0.0, float(moment.timestamp()) - received_at)
    except (ValueError, OverflowError):
        return float("nan")
