"""Processes that share one server, in simulated time: what a throttle makes of limits, bursts and outages."""

import heapq
import itertools
from collections.abc import Callable
from typing import Any, Protocol

from attrs import define, field
from datadog_llm_client._runtime.calls.throttle import Throttle
from datadog_llm_client._runtime.calls.turns import Stopped


class Limit(Protocol):
    """What a server lets through."""

    def allows(self, now: float) -> bool: ...


@define
class Bucket:
    """A token bucket: so many calls a second, and a burst."""

    rate: float
    burst: float = 10.0
    _tokens: float = field(init=False)
    _at: float = 0.0

    def __attrs_post_init__(self) -> None:
        self._tokens = self.burst

    def allows(self, now: float) -> bool:
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


@define
class Window:
    """So many calls in each period, counted by the clock."""

    calls: int
    period: float = 1.0
    _number: int = -1
    _count: int = 0

    def allows(self, now: float) -> bool:
        number = int(now // self.period)
        if number != self._number:
            self._number, self._count = number, 0
        self._count += 1
        return self._count <= self.calls


@define
class Outage:
    """Refuses everything for a while, and is as the other limit before and after it."""

    start: float
    end: float
    otherwise: Limit | None = None

    def allows(self, now: float) -> bool:
        return not self.start <= now < self.end and (self.otherwise is None or self.otherwise.allows(now))


@define
class Run:
    """What came of a simulation. Times are seconds since it began."""

    sent: list[float] = field(factory=list)
    answered: list[float] = field(factory=list)
    refused: list[float] = field(factory=list)
    given_up: list[float] = field(factory=list)
    by_process: dict[int, int] = field(factory=dict)
    stopped_at: float | None = None

    @property
    def gaps(self) -> list[float]:
        return [after - before for before, after in itertools.pairwise(self.sent)]


class Simulation:
    """Processes of so many workers, each of which sends its calls one after another."""

    def __init__(
        self,
        limit: Limit,
        *,
        processes: int = 1,
        calls: int = 100,
        workers: int = 16,
        latency: float = 0.05,
        refusal: float = 0.002,
        asks: Callable[[float], float | None] = lambda now: None,
        deadline: float | None = None,
        lateness: Callable[[], float] = lambda: 0.0,
        **options: Any,
    ) -> None:
        self._limit, self._latency, self._refusal, self._asks = limit, latency, refusal, asks
        self._deadline, self._lateness = deadline, lateness
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.now = 0.0
        self.run = Run()
        self.throttles = [Throttle(**options) for _ in range(processes)]
        for number, throttle in enumerate(self.throttles):
            left = [calls // processes]
            for _ in range(min(workers, left[0])):
                self._at(0.0, _Worker(self, number, throttle, left).begin)

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._events, (max(when, self.now), next(self._order), what))

    def until(self, end: float = 1e6) -> Run:
        """Let time pass."""
        while self._events and self._events[0][0] <= end:
            self.now, _, event = heapq.heappop(self._events)
            event()
        return self.run


class _Worker:
    def __init__(self, simulation: Simulation, process: int, throttle: Throttle, left: list[int]) -> None:
        self._simulation, self._process, self._throttle, self._left = simulation, process, throttle, left
        self._version = 0

    def begin(self) -> None:
        if self._left[0] and not self._throttle.is_stopped:
            self._left[0] -= 1
            self._begun_at = self._simulation.now
            self._join()

    def _join(self) -> None:
        self._ticket = self._throttle.join(self._wake, self._simulation.now)
        self._wait()

    def _wake(self) -> None:
        self._version += 1
        self._simulation._at(self._simulation.now, self._wait_if(self._version))

    def _wait_if(self, version: int) -> Callable[[], None]:
        return lambda: self._wait() if version == self._version else None

    def _wait(self) -> None:
        simulation, now = self._simulation, self._simulation.now
        ends_at = float("inf") if simulation._deadline is None else self._begun_at + simulation._deadline
        if self._ticket.has_left:
            return
        if now >= ends_at:
            self._throttle.leave(self._ticket)
            simulation.run.given_up.append(now)
            self.begin()
            return
        try:
            wait = self._throttle.wait(self._ticket, now)
        except Stopped:
            simulation.run.stopped_at = simulation.run.stopped_at or now
            self._throttle.leave(self._ticket)
            return
        if wait == 0.0:
            self._send()
            return
        self._version += 1
        again = min(now + wait + simulation._lateness(), ends_at)
        if again < float("inf"):
            simulation._at(again, self._wait_if(self._version))

    def _send(self) -> None:
        simulation, sent_at = self._simulation, self._simulation.now
        simulation.run.sent.append(sent_at)
        if simulation._limit.allows(sent_at):
            simulation._at(sent_at + simulation._latency, lambda: self._answered(sent_at))
        else:
            simulation._at(sent_at + simulation._refusal, lambda: self._refused(sent_at))

    def _answered(self, sent_at: float) -> None:
        run, now = self._simulation.run, self._simulation.now
        run.answered.append(now)
        run.by_process[self._process] = run.by_process.get(self._process, 0) + 1
        self._throttle.answered(sent_at, now)
        self.begin()

    def _refused(self, sent_at: float) -> None:
        now = self._simulation.now
        self._simulation.run.refused.append(now)
        self._throttle.refused(sent_at, now, self._simulation._asks(now), RuntimeError("429"))
        self._join()
