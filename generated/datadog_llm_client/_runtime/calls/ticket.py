# Copied from runtime/calls/ticket.py: edit that.
"""A place in the line at a throttle."""

from __future__ import annotations

from collections.abc import Callable


class Stopped(BaseException):
    """Ends a call of a map that has ended. A BaseException, so that nothing on its way takes it for a failure."""


class Ticket:
    """A place in the line of calls waiting to be sent, from a time that may be in the future."""

    __slots__ = ("has_left", "joined_at", "wake")

    def __init__(self, wake: Callable[[], object], joined_at: float) -> None:
        self.wake = wake
        self.joined_at = joined_at
        self.has_left = False
