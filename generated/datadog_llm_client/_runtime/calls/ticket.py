# Copied from runtime/calls/ticket.py: edit that.
from __future__ import annotations

from collections.abc import Callable


class Stopped(BaseException): ...


class Ticket:
    __slots__ = ("has_left", "joined_at", "wake")

    def __init__(self, wake: Callable[[], object], joined_at: float) -> None:
        self.wake = wake
        self.joined_at = joined_at
        self.has_left = False
