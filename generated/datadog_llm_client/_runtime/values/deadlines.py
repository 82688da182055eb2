# Copied from runtime/values/deadlines.py: edit that.
"""The deadline of a call, which bounds each of its waits.

It reaches the network streams through a context variable. httpcore only gives a stream the timeout of one read or
write, and a request's extensions stop above that layer. A context variable also covers DNS lookups, every address of a
host, proxy tunnels and TLS handshakes, passes through wrappers of `httpx.Client.send`, and needs no private attributes.
"""

from __future__ import annotations

import time
from contextvars import ContextVar, Token
from typing import Final, Self, final

import httpx


@final
class Deadline:
    """The time on the monotonic clock by which a call must end, if it has to.

    `seconds` is the time allowed from the start, or None for no limit. It applies to every wait inside a `with` block.
    """

    __slots__ = ("_ends_at", "_token", "seconds")

    _token: Token[Deadline]

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._ends_at = None if seconds is None else time.monotonic() + seconds

    @classmethod
    def after(cls, seconds: float | None) -> Self:
        """Return a deadline that many seconds from now; None for no limit."""
        return cls(seconds)

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)

    @property
    def remaining(self) -> float | None:
        """Seconds left, 0 once it has passed, or None if there is no limit."""
        return None if self._ends_at is None else max(0.0, self._ends_at - time.monotonic())

    @property
    def has_passed(self) -> bool:
        """Whether no time is left."""
        return self._ends_at is not None and time.monotonic() >= self._ends_at

    def end(self) -> None:
        """Make the deadline pass now, from any thread: work in flight is abandoned at its next step."""
        self.seconds, self._ends_at = self.seconds or 0.0, time.monotonic()

    def check(self) -> None:
        """Raise `httpx.TimeoutException` if the deadline has passed."""
        if self.has_passed:
            raise httpx.TimeoutException(f"the deadline of {self.seconds:g} s has passed")

    def clamp(self, timeout: float | None) -> float | None:
        """Shorten a timeout, in seconds or None, to end no later than the deadline. Raises like `check`."""
        if self._ends_at is None:
            return timeout
        self.check()
        # Never 0, which would make a socket non-blocking.
        left = max(self._ends_at - time.monotonic(), 0.001)
        return left if timeout is None else min(left, timeout)

    def allows(self, pause: float) -> bool:
        """Whether any time would be left after a pause, in seconds."""
        remaining = self.remaining
        return remaining is None or pause < remaining


NO_DEADLINE: Final = Deadline()
_current: ContextVar[Deadline] = ContextVar("deadline", default=NO_DEADLINE)


def current_deadline() -> Deadline:
    """Return the deadline of the current call, or one without a limit."""
    return _current.get()
