# Copied from runtime/values/deadlines.py: edit that.
from __future__ import annotations

import time
from contextvars import ContextVar, Token
from typing import Final, Self, final

import httpx


@final
class Deadline:
    __slots__ = ("_ends_at", "_token", "seconds")

    _token: Token[Deadline]

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._ends_at = None if seconds is None else time.monotonic() + seconds

    @classmethod
    def after(cls, seconds: float | None) -> Self:
        return cls(seconds)

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)

    @property
    def remaining(self) -> float | None:
        return None if self._ends_at is None else max(0.0, self._ends_at - time.monotonic())

    @property
    def has_passed(self) -> bool:
        return self._ends_at is not None and time.monotonic() >= self._ends_at

    def end(self) -> None:
        self.seconds, self._ends_at = self.seconds or 0.0, time.monotonic()

    def check(self) -> None:
        if self.has_passed:
            raise httpx.TimeoutException(f"the deadline of {self.seconds:g} s has passed")

    def clamp(self, timeout: float | None) -> float | None:
        if self._ends_at is None:
            return timeout
        self.check()
        left = max(self._ends_at - time.monotonic(), 0.001)
        return left if timeout is None else min(left, timeout)

    def allows(self, pause: float) -> bool:
        remaining = self.remaining
        return remaining is None or pause < remaining


NO_DEADLINE: Final = Deadline()
_current: ContextVar[Deadline] = ContextVar("deadline", default=NO_DEADLINE)


def current_deadline() -> Deadline:
    return _current.get()
