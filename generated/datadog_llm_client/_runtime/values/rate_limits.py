# Copied from runtime/values/rate_limits.py: edit that.
"""Rate limits: as response headers state them and the waits that they ask for, and as measured from responses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from attrs import frozen

__all__ = ("RateLimit",)

_UNIX_TIME_FROM = 1_000_000_000

LEAST_SECONDS = 1.0
LEAST_ANSWERS = 8


@frozen
class RateLimit:
    """The rate limit that applied to a call, from its `X-RateLimit-*` headers. Missing ones are None.

    Attributes:
        limit: number of requests allowed per period.
        period: length of the period, in seconds.
        remaining: number of requests left in the period.
        reset: seconds from the response until the period ends.
        name: Datadog's name for the limit.
    """

    limit: int | None = None
    period: int | None = None
    remaining: int | None = None
    reset: float | None = None
    name: str | None = None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str], received_at: float) -> RateLimit | None:
        """Read the headers of a response received at `received_at` (Unix time). None if there are none."""
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
    asked = retry_after(headers, received_at)
    if asked is not None:
        return asked
    limit = RateLimit.from_headers(headers, received_at)
    return None if limit is None or limit.remaining else limit.reset


def retry_after(headers: Mapping[str, str], received_at: float) -> float | None:
    texts = _RETRY_AFTER.findall(headers.get("retry-after", ""))
    waits = [_wait(text.strip(), received_at) for text in texts]
    return max((wait for wait in waits if wait is not None), default=None)


_RETRY_AFTER = re.compile(r"(?:\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,)?[^,]+")
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?")
_DATE = re.compile(
    r"[A-Za-z]{3,9}, [0-9]{1,2}[ -][A-Za-z]{3}[ -](?:[0-9]{2}|[0-9]{4}) [0-9]{2}:[0-9]{2}:[0-9]{2}"
    r" (?:GMT|UTC|[+-][0-9]{4})"
    r"|[A-Za-z]{3} [A-Za-z]{3} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}"
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def _wait(text: str, received_at: float) -> float | None:
    if _SECONDS.fullmatch(text):
        return float(text)
    from email.utils import parsedate_to_datetime

    try:
        if _DATE.fullmatch(text):
            moment = parsedate_to_datetime(text)
        elif _ISO_DATE.match(text):
            moment = datetime.datetime.fromisoformat(text)
        else:
            return None
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)
        return max(0.0, moment.timestamp() - received_at)
    except (ValueError, OverflowError):
        return None


class Allowance:
    def __init__(self) -> None:
        self.allowed: float | None = None
        self._since: float | None = None
        self._count = 0
        self._before = (0, 0.0)

    def count(self, now: float) -> None:
        if self._since is None:
            self._since = now
        passed = now - self._since
        if passed >= LEAST_SECONDS and self._count >= LEAST_ANSWERS:
            self._before, self._since, self._count = (self._count, passed), now, 0
        self._count += 1

    def measure(self, now: float) -> float | None:
        if self._since is None:
            return None
        count, seconds = self._count, now - self._since
        if seconds < LEAST_SECONDS or count < LEAST_ANSWERS:
            count, seconds = count + self._before[0], seconds + self._before[1]
        if seconds >= LEAST_SECONDS:
            self.allowed = count / seconds
        return self.allowed
