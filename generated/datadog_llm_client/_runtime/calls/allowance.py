# Copied by "make generate" from runtime/calls/allowance.py. Edit that, never this file.
"""The rate that a server allows, measured by what it answers."""

from __future__ import annotations

#: A measurement takes this many seconds and this many answers at least; a server may count by the second.
SECONDS = 1.0
ANSWERS = 8


class Allowance:
    """Counts answers over the last stretch of time, and the one before it."""

    def __init__(self) -> None:
        #: Calls a second that were answered when the server last refused one; None while that is not known.
        self.allowed: float | None = None
        self._since: float | None = None
        self._count = 0
        self._before = (0, 0.0)  # answers, seconds

    def count(self, now: float) -> None:
        """A call was answered."""
        if self._since is None:
            self._since = now
        passed = now - self._since
        if passed >= SECONDS and self._count >= ANSWERS:
            self._before, self._since, self._count = (self._count, passed), now, 0
        self._count += 1

    def measure(self, now: float) -> float | None:
        """The rate that was allowed until now, when a call was refused. None where it ran for too short a time."""
        if self._since is None:
            return None
        count, seconds = self._count, now - self._since
        if seconds < SECONDS or count < ANSWERS:
            count, seconds = count + self._before[0], seconds + self._before[1]
        if seconds >= SECONDS:
            self.allowed = count / seconds
        return self.allowed
