# Copied by "make generate" from runtime/values/deadlines.py. Edit that, never this file.
"""By when a call has to end: one object that every wait asks.

It reaches the network streams through a context variable. What httpcore hands to a stream is a timeout for one read or
write, and the extensions of a request end above it; a context variable also reaches the lookup of a name, each address
of a host, the tunnel of a proxy and TLS, passes whatever wraps `httpx.Client.send`, and needs no private attribute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Self, final

import httpx


@final
class Deadline:
    """A moment of the monotonic clock, or none, by which a call has to end.

    seconds: what it was given from its start, or None where there is no limit.
    """

    __slots__ = ("_ends_at", "seconds")

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._ends_at = None if seconds is None else time.monotonic() + seconds

    @classmethod
    def after(cls, seconds: float | None) -> Self:
        """The deadline that is so many seconds from now; None for no limit."""
        return cls(seconds)

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, 0 once it has passed, or None where there is no limit."""
        return None if self._ends_at is None else max(0.0, self._ends_at - time.monotonic())

    @property
    def has_passed(self) -> bool:
        """Whether no time is left."""
        return self._ends_at is not None and time.monotonic() >= self._ends_at

    def end(self) -> None:
        """Have it pass now, from any thread: what is under way is given up at its next step."""
        self.seconds, self._ends_at = self.seconds or 0.0, time.monotonic()

    def check(self) -> None:
        """Raise `httpx.TimeoutException` where it has passed: nothing is begun, sent or awaited any more."""
        if self.has_passed:
            raise httpx.TimeoutException(f"the deadline of {self.seconds:g} s has passed")

    def clamp(self, timeout: float | None) -> float | None:
        """A timeout, in seconds or None, that ends no later than this. Raises like `check`."""
        if self._ends_at is None:
            return timeout
        self.check()
        # Not 0, which a socket would take as "do not block", if the moment comes just now.
        left = max(self._ends_at - time.monotonic(), 0.001)
        return left if timeout is None else min(left, timeout)

    def allows(self, pause: float) -> bool:
        """Whether time is left after a pause of so many seconds."""
        remaining = self.remaining
        return remaining is None or pause < remaining


NO_DEADLINE: Final = Deadline()
_current: ContextVar[Deadline] = ContextVar("deadline", default=NO_DEADLINE)


def current_deadline() -> Deadline:
    """The deadline of the call that this code runs for; one without a limit where there is none."""
    return _current.get()


@contextmanager
def keep(deadline: Deadline) -> Iterator[None]:
    """Have all waits inside ask this deadline."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)
