# Copied from runtime/calls/allowance.py: edit that.
from __future__ import annotations

SECONDS = 1.0
ANSWERS = 8


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
        if passed >= SECONDS and self._count >= ANSWERS:
            self._before, self._since, self._count = (self._count, passed), now, 0
        self._count += 1

    def measure(self, now: float) -> float | None:
        if self._since is None:
            return None
        count, seconds = self._count, now - self._since
        if seconds < SECONDS or count < ANSWERS:
            count, seconds = count + self._before[0], seconds + self._before[1]
        if seconds >= SECONDS:
            self.allowed = count / seconds
        return self.allowed
