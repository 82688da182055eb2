"""Turns at a throttle: places in its line, and waiting for them in a thread or an event loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values.deadlines import Deadline

if TYPE_CHECKING:
    from .throttle import Throttle


class Stopped(BaseException):
    """Ends a call of a map that has ended. A BaseException, so that nothing on its way takes it for a failure."""


class Ticket:
    """A place in the line of calls waiting to be sent, from a time that may be in the future."""

    __slots__ = ("has_left", "joined_at", "wake")

    def __init__(self, wake: Callable[[], object], joined_at: float) -> None:
        self.wake = wake
        self.joined_at = joined_at
        self.has_left = False


def wait_for_turn(throttle: Throttle, not_before: float, deadline: Deadline) -> float | None:
    """Wait until a call may be sent. Returns the time, or None if its deadline passes first.

    Times are on the monotonic clock. Raises `Stopped` if the throttle has stopped.
    """
    now = time.monotonic()
    if throttle.is_open and now >= not_before:
        return now
    event = threading.Event()
    ticket = throttle.join(event.set, max(now, not_before))
    try:
        while wait := throttle.wait(ticket, now):
            if deadline.has_passed:
                return None
            event.wait(min(_left(wait, deadline), threading.TIMEOUT_MAX))
            event.clear()
            now = time.monotonic()
        return now
    finally:
        throttle.leave(ticket)


async def wait_for_turn_async(throttle: Throttle, not_before: float, deadline: Deadline) -> float | None:
    """Async version of `wait_for_turn`."""
    now = time.monotonic()
    if throttle.is_open and now >= not_before:
        return now
    import anyio

    event = anyio.Event()
    ticket = throttle.join(lambda: event.set(), max(now, not_before))
    try:
        while wait := throttle.wait(ticket, now):
            if deadline.has_passed:
                return None
            with anyio.move_on_after(_left(wait, deadline)):
                await event.wait()
            event = anyio.Event()
            now = time.monotonic()
        return now
    finally:
        throttle.leave(ticket)


def _left(wait: float, deadline: Deadline) -> float:
    remaining = deadline.remaining
    return wait if remaining is None else min(wait, remaining)
