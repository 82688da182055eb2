# Copied by "make generate" from runtime/calls/throttle.py. Edit that, never this file.
"""The pace of many calls at a time: one refusal slows them all, and the pace recovers."""

from __future__ import annotations

import threading

FIRST_GAP = 0.02
LEAST_GAP = 0.001
#: What a call that was answered takes from the gap.
RECOVERY = 0.95


class Throttle:
    """When calls may be sent. After a refusal none is sent for as long as the server asks, and then one after another.

    The gap between two of them doubles with each such refusal, and shrinks with each answer until there is none. Times
    are seconds of the monotonic clock. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._gap = 0.0
        self._next = 0.0
        self._quiet_until = 0.0
        self._lock = threading.Lock()

    def wait(self, now: float) -> float:
        """Seconds that a call has to wait before it is sent."""
        with self._lock:
            start = max(now, self._next)
            self._next = start + self._gap if self._gap else self._next
            return start - now

    def refused(self, now: float, seconds: float) -> None:
        """A call met the rate limit, and is to wait."""
        with self._lock:
            if now >= self._quiet_until:  # not for others that were under way at the time
                self._gap = max(2 * self._gap, FIRST_GAP)
            self._quiet_until = max(self._quiet_until, now + seconds)
            self._next = max(self._next, self._quiet_until)

    def answered(self) -> None:
        """A call got its answer."""
        if self._gap:
            with self._lock:
                self._gap = self._gap * RECOVERY if self._gap > LEAST_GAP else 0.0
