# Copied by "make generate" from runtime/values/rate_limits.py. Edit that, never this file.
"""What the headers of an answer say of a rate limit, and of how long to wait."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from attrs import frozen

# Datadog sends seconds to wait, some of its services a Unix time; no wait is as long as this many seconds.
_UNIX_TIME_FROM = 1_000_000_000


@frozen
class RateLimit:
    """The rate limit that applied to a call, from the `X-RateLimit-*` headers. A header that is missing is None.

    Attributes:
        limit: requests allowed in one period.
        period: its length in seconds.
        remaining: requests left in it.
        reset: seconds from the answer until it ends.
        name: what Datadog calls the limit.
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
    asked = retry_after(headers, received_at)
    if asked is not None:
        return asked
    limit = RateLimit.from_headers(headers, received_at)
    # While requests are left, the end of the period is no reason to wait.
    return None if limit is None or limit.remaining else limit.reset


def retry_after(headers: Mapping[str, str], received_at: float) -> float | None:
    """Seconds that `Retry-After` asks to wait. Of several, such as that of a proxy before the API, the longest counts.

    It is read strictly (RFC 9110, section 10.2.3): what is neither a number of seconds nor a date is passed over.
    """
    texts = _RETRY_AFTER.findall(headers.get("retry-after", ""))
    waits = [_wait(text.strip(), received_at) for text in texts]
    return max((wait for wait in waits if wait is not None), default=None)


#: One of a list; a date has a comma of its own after the day of the week.
_RETRY_AFTER = re.compile(r"(?:\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,)?[^,]+")
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?")
#: The three forms of RFC 9110, section 5.6.7, in two: with and without a comma.
_DATE = re.compile(
    r"[A-Za-z]{3,9}, [0-9]{1,2}[ -][A-Za-z]{3}[ -](?:[0-9]{2}|[0-9]{4}) [0-9]{2}:[0-9]{2}:[0-9]{2}"
    r" (?:GMT|UTC|[+-][0-9]{4})"
    r"|[A-Za-z]{3} [A-Za-z]{3} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}"
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def _wait(text: str, received_at: float) -> float | None:
    if _SECONDS.fullmatch(text):
        return float(text)  # so many digits that they count as infinite are a long wait
    from email.utils import parsedate_to_datetime  # slow to import, and seldom needed

    try:
        if _DATE.fullmatch(text):  # looked at before, since Python's readers of dates take much that is none
            moment = parsedate_to_datetime(text)
        elif _ISO_DATE.match(text):  # as some servers write it
            moment = datetime.datetime.fromisoformat(text)
        else:
            return None
        # The form without a zone is in UTC.
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)
        return max(0.0, moment.timestamp() - received_at)
    except (ValueError, OverflowError):
        return None
