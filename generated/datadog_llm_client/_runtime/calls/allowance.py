# Copied from runtime/calls/allowance.py: edit that.
"""Measures the rate that a server allows from its responses."""

from __future__ import annotations

#: A measurement takes at least this many seconds and responses, as a server may count by the second.
SECONDS = 1.0
ANSWERS = 8


class Allowance:
    """Counts responses in the current interval and the one before."""

    def __init__(self) -> None:
        #: Calls per second that were let through when the server last refused one; None if unknown.
        self.allowed: float | None = None
        self._since: float | None = None
        self._count = 0
        self._before = (0, 0.0)  # responses, seconds

    def count(self, now: float) -> None:
        """Record a response."""
        if self._since is None:
            self._since = now
        passed = now - self._since
        if passed >= SECONDS and self._count >= ANSWERS:
            self._before, self._since, self._count = (self._count, passed), now, 0
        self._count += 1

    def measure(self, now: float) -> float | None:
        """Return the rate allowed up to now, as a call is refused. None if too little time has passed to tell."""
        if self._since is None:
            return None
        count, seconds = self._count, now - self._since
        if seconds < SECONDS or count < ANSWERS:
            count, seconds = count + self._before[0], seconds + self._before[1]
        if seconds >= SECONDS:
            self.allowed = count / seconds
        return self.allowed
