"""Calls one method for many requests, with bounded concurrency and memory.

A feeder takes requests, workers make the calls, and the iterating caller collects the results. All three are written
once, as coroutines communicating through queues, which `crews.py` runs in threads or in tasks.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from attrs import frozen

from ..values.errors import RequestValidationError
from ..values.models import SCALARS, Model
from ..values.types import MapResult
from .throttle import Throttle
from .turns import Stopped

T = TypeVar("T")
Request: TypeAlias = Mapping[str, Any]


class Exhausted(Exception):
    """There are no more requests."""


class Queue(Protocol):
    """An unbounded queue."""

    def put(self, item: Any) -> None:
        """Add an item, without waiting."""

    async def get(self) -> Any:
        """Remove and return the next item, waiting for one."""


class Crew(Protocol):
    """Where a map runs: in threads, or in the tasks of an event loop."""

    def queue(self) -> Queue:
        """Create a queue."""
        raise NotImplementedError

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start a thread or task."""


@frozen
class _Lost:
    """A call that had no final outcome when the map ended."""

    index: int


@frozen
class _Ended:
    """The end of the input, or an exception that it raised."""

    failure: BaseException | None


class FanOut(Generic[T]):
    """One map. `call` makes a call; `take` returns the next request or raises `Exhausted`."""

    def __init__(
        self,
        call: Callable[[Request], Awaitable[T]],
        take: Callable[[], Awaitable[Request]],
        crew: Crew,
        throttle: Throttle,
        *,
        concurrency: int,
        in_order: bool,
    ) -> None:
        self._call, self._take, self._crew, self._throttle = call, take, crew, throttle
        self._room, self._jobs, self._results = crew.queue(), crew.queue(), crew.queue()
        self._concurrency, self._in_order = concurrency, in_order
        self.is_stopped = False
        self._has_begun = False
        self._has_ended = False
        self._is_aborted = False  # a call raised a BaseException such as KeyboardInterrupt
        self._failure: BaseException | None = None
        # Each of these has a single writer: the feeder for taken and workers, the iterating caller for the others.
        self._taken = 0
        self._workers = 0
        self._settled = 0
        self._next = 0
        self._ready: deque[MapResult[T]] = deque()
        self._early: dict[int, MapResult[T] | None] = {}

    async def next(self) -> MapResult[T] | None:
        """Return the next result, or None after the last one. Raises what ended the map early, if anything."""
        if not self._has_begun:
            self._has_begun = True
            self._crew.spawn(self._feed)
        while not self._ready:
            if self.is_stopped:
                return None
            if self._is_over:
                failure = self._failure or self._throttle.reason
                if failure is not None:
                    raise failure
                return None
            self._collect(await self._results.get())
        self._room.put(None)
        return self._ready.popleft()

    def finish(self) -> None:
        """Send nothing more, but still return the results of calls in flight. Safe to call from a signal handler."""
        self._throttle.stop()
        self._room.put(None)
        self._results.put(None)  # wakes a caller that waits with no call in flight

    def stop(self) -> None:
        """Start nothing more, and wake everything that waits."""
        if self.is_stopped:
            return
        self.is_stopped = True
        self._throttle.stop()
        for deadline in list(self._throttle.under_way):
            deadline.end()
        self._ready.clear()
        self._room.put(None)
        self._results.put(None)
        for _ in range(self._workers):
            self._jobs.put(None)

    @property
    def _is_over(self) -> bool:
        if self._is_aborted:  # without waiting for calls in flight
            return True
        return self._settled == self._taken and (self._has_ended or self._throttle.is_stopped)

    def _collect(self, message: Any) -> None:
        if message is None:
            return
        if isinstance(message, _Ended):
            self._has_ended = True
            self._failure = self._failure or message.failure
        elif isinstance(message, BaseException):
            self._is_aborted, self._failure = True, message
        else:
            self._settled += 1
            result = message if isinstance(message, MapResult) else None
            if not self._in_order:
                self._ready.extend(() if result is None else (result,))
                return
            self._early[message.index] = result
            while self._next in self._early:
                if (result := self._early.pop(self._next)) is not None:
                    self._ready.append(result)
                self._next += 1

    async def _feed(self) -> None:
        failure: BaseException | None = None
        try:
            while True:
                if self._taken >= self._concurrency:  # a result must be consumed first
                    await self._room.get()
                if self._throttle.is_stopped:
                    break
                request = _copied(await self._take())
                if self._throttle.is_stopped:
                    break
                index, self._taken = self._taken, self._taken + 1
                if self._workers < min(self._concurrency, self._taken - self._settled):
                    self._workers += 1
                    self._crew.spawn(self._work)
                self._jobs.put((index, request))
        except Exhausted:
            pass
        except BaseException as error:  # from the caller's iterable
            if self.is_stopped:
                raise
            failure = error
        self._results.put(_Ended(failure))

    async def _work(self) -> None:
        while (job := await self._jobs.get()) is not None and not self.is_stopped:
            index, request = job
            try:
                if not isinstance(request, dict):
                    raise RequestValidationError("a mapping of keyword arguments", type(request).__name__, (index,))
                message: Any = MapResult(index, request, value=await self._call(request))
            except Stopped:
                message = _Lost(index)
            except Exception as error:
                message = MapResult(index, request, error=error)
            except BaseException as error:
                if self.is_stopped:
                    raise
                message = error
            self._results.put(message)


def _copied(request: Any) -> Any:
    """Copy a request, as callers may modify it and pass it again."""
    try:
        return _copy(request)
    except RecursionError:  # it contains itself, which the call will reject
        return request


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: item if type(item) in SCALARS else _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [item if type(item) in SCALARS else _copy(item) for item in value]
    return copy.deepcopy(value) if isinstance(value, Model) else value
