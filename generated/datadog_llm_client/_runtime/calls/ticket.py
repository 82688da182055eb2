# Copied by "make generate" from runtime/calls/ticket.py. Edit that, never this file.
"""A place in the line before a throttle."""

from __future__ import annotations

from collections.abc import Callable


class Stopped(BaseException):
    """Ends a call of a map that has ended. It never reaches a caller; nobody between is to take it for a failure."""


class Ticket:
    """A place in the line of calls that are to be sent, taken at a moment that may be still to come."""

    __slots__ = ("has_left", "joined_at", "wake")

    def __init__(self, wake: Callable[[], object], joined_at: float) -> None:
        self.wake = wake
        self.joined_at = joined_at
        self.has_left = False
