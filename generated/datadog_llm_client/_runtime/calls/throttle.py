# Copied from runtime/calls/throttle.py: edit that.
from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Self

from ..values.deadlines import Deadline
from ..values.errors import ConfigurationError
from ..values.rate_limits import Allowance
from .turns import Stopped, Ticket

FIRST_RATE = 10.0
LOWEST_RATE = 0.125
DECREASE = 0.85
RECOVERY = 1.5
RECOVERY_CALLS = 8
DOUBLING = 0.25
PATIENCE = 1.0

DEFAULT_GIVE_UP_AFTER = 900.0
DEFAULT_LONGEST_WAIT = 60.0


class Throttle:
    def __init__(
        self,
        ceiling: float | None = None,
        *,
        give_up_after: float = DEFAULT_GIVE_UP_AFTER,
        longest_wait: float = DEFAULT_LONGEST_WAIT,
    ) -> None:
        self.ceiling = ceiling
        self.reason: Exception | None = None
        self.is_stopped = False
        self.under_way: set[Deadline] = set()
        self._give_up_after = give_up_after
        self._longest_wait = longest_wait
        self._lock = threading.RLock()
        self._line: deque[Ticket] = deque()
        self._early: set[Ticket] = set()
        self._rate: float | None = None
        self._allowance = Allowance()
        self._last = self._next = float("-inf")
        self._decreased_at = float("-inf")
        self._grown_at = 0.0
        self._is_blocked = False
        self._probed_at: float | None = None
        self._refused_in = 0.0
        self._refused_since: float | None = None
        self._refusal: Exception | None = None

    @classmethod
    def checked(cls, rate: object, give_up_after: object, longest_wait: object) -> Self:
        return cls(
            None if rate is None else _positive("rate", rate, "calls per second, or None"),
            give_up_after=_positive("give_up_after", give_up_after, "seconds"),
            longest_wait=_positive("longest_wait", longest_wait, "seconds"),
        )

    @property
    def is_open(self) -> bool:
        return self._rate is None and self.ceiling is None and not self.is_stopped

    @property
    def rate(self) -> float | None:
        if self._rate is None or self.ceiling is None:
            return self.ceiling if self._rate is None else self._rate
        return min(self._rate, self.ceiling)

    def join(self, wake: Callable[[], object], at: float) -> Ticket:
        ticket = Ticket(wake, at)
        with self._lock:
            self._early.add(ticket)
        return ticket

    def wait(self, ticket: Ticket, now: float) -> float:
        with self._lock:
            self._give_up(now)
            if self.is_stopped:
                raise Stopped
            if ticket in self._early:
                if now < ticket.joined_at:
                    return ticket.joined_at - now
                self._early.remove(ticket)
                self._line.append(ticket)
            if self._line[0] is not ticket:
                return float("inf")
            if now < self._next:
                return min(self._next, self._gives_up_at) - now
            self._send(ticket, now)
            self._leave(ticket)
            return 0.0

    def leave(self, ticket: Ticket) -> None:
        with self._lock:
            if not ticket.has_left:
                self._leave(ticket)

    def refused(self, sent_at: float, now: float, asked: float | None, error: Exception) -> None:
        with self._lock:
            self._refusal = error
            self._refused_in = now - sent_at
            if self._refused_since is None:
                self._refused_since = now
            self._give_up(now)
            if asked is not None and asked > self._longest_wait:
                self._stop(error)
            elif sent_at >= self._decreased_at:
                self._decrease(now)
            if asked:
                self._next = max(self._next, now + asked)
            self._wake_first()

    def answered(self, sent_at: float, now: float) -> None:
        with self._lock:
            self._refused_since = None
            self._allowance.count(now)
            if self._rate is not None and sent_at >= self._decreased_at:
                self._let_through(now)

    def stop(self) -> None:
        with self._lock:
            self._stop(None)

    def _send(self, ticket: Ticket, now: float) -> None:
        rate, self._last = self.rate, now
        if self._is_blocked:
            if self._probed_at is None:
                self._probed_at = now
            elif now - self._probed_at > PATIENCE + 2 * self._refused_in:
                self._let_through(now)
        elif self._rate is not None:
            self._grow(now)
        if rate is not None:
            due = max(self._next, now - 1 / rate) if ticket.joined_at < self._next else now
            self._next = due + 1 / rate

    def _leave(self, ticket: Ticket) -> None:
        ticket.has_left = True
        self._early.discard(ticket)
        while self._line and self._line[0].has_left:
            self._line.popleft()
        self._wake_first()

    def _wake_first(self) -> None:
        if self._line:
            self._line[0].wake()

    def _decrease(self, now: float) -> None:
        if self._is_blocked:
            rate = self.rate or FIRST_RATE
            self._rate = max(rate * (0.5 if rate > 1 else 0.7), LOWEST_RATE)
        else:
            allowed = self._allowance.measure(now)
            self._rate = FIRST_RATE if allowed is None else max(DECREASE * allowed, LOWEST_RATE)
            if self.ceiling is not None:
                self._rate = min(self._rate, DECREASE * self.ceiling)
        self._is_blocked = True
        self._probed_at = None
        self._decreased_at = self._grown_at = now
        self._next = max(self._next, min(now + 1 / self._rate, self._last + 1 / LOWEST_RATE))

    def _let_through(self, now: float) -> None:
        assert self._rate is not None
        if self._is_blocked:
            self._is_blocked = False
            self._grown_at = now
            self._rate = max(self._rate, min(FIRST_RATE, self._floor))
            self._next = min(self._next, now + 1 / self._rate)
            self._wake_first()
        else:
            self._grow(now)

    @property
    def _floor(self) -> float:
        allowed = self._allowance.allowed
        return float("inf") if allowed is None else DECREASE * allowed

    def _grow(self, now: float) -> None:
        assert self._rate is not None
        passed, self._grown_at = now - self._grown_at, now
        if self._rate < self._floor:
            self._rate = min(self._rate * 2.0 ** min(passed / DOUBLING, 4.0), self._floor)
            return
        allowed = self._allowance.allowed or self._rate
        recovery = max(RECOVERY, RECOVERY_CALLS / allowed)
        step = (1 - DECREASE) * allowed / recovery * 2.0 ** min((now - self._decreased_at) / recovery - 1, 20.0)
        self._rate += step * passed

    @property
    def _gives_up_at(self) -> float:
        return float("inf") if self._refused_since is None else self._refused_since + self._give_up_after

    def _give_up(self, now: float) -> None:
        if now >= self._gives_up_at:
            self._stop(self._refusal)

    def _stop(self, reason: Exception | None) -> None:
        if not self.is_stopped:
            self.is_stopped, self.reason = True, reason
        for ticket in (*self._line, *self._early):
            ticket.wake()


def _positive(name: str, value: object, unit: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise ConfigurationError(f"{name} must be a positive number of {unit}, not {value!r}")
