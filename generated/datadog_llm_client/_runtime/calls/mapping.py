# Copied from runtime/calls/mapping.py: edit that.
"""The iterators that `map` returns: a sync one that uses threads, and an async one that uses tasks."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from ..values.errors import ConfigurationError
from ..values.types import MapResult
from .crews import Tasks, Threads, run
from .fanout import Crew, Exhausted, FanOut, Request
from .throttle import DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT, Throttle

__all__ = ("AsyncMap", "BaseMap", "Map")

T = TypeVar("T")


class BaseMap(Generic[T]):
    """What both iterators have in common."""

    def __init__(
        self,
        call: Callable[[Request], Awaitable[T]],
        requests: Iterable[Request] | AsyncIterable[Request],
        crew: Crew,
        throttle: Throttle,
        *,
        concurrency: int,
        in_order: bool,
    ) -> None:
        self._throttle = throttle
        self._core = FanOut(call, _taker(requests), crew, throttle, concurrency=concurrency, in_order=in_order)

    @property
    def rate(self) -> float | None:
        """Maximum calls per second, evenly spaced. It can be changed while the map runs."""
        return self._throttle.ceiling

    @rate.setter
    def rate(self, rate: float | None) -> None:
        self._throttle.ceiling = Throttle.checked(rate, DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT).ceiling

    def finish(self) -> None:
        """Start no more calls, but still yield the results of those in flight.

        Call that of an `AsyncClient` in its event loop; that of a `Client` is safe to call from anywhere.
        """
        self._core.finish()


class Map(BaseMap[T], Iterator[MapResult[T]]):
    """The results of `Client.map`, as an iterator and a context manager that closes it."""

    def __init__(
        self, method: Callable[..., T], requests: Iterable[Request], throttle: Throttle, **options: Any
    ) -> None:
        if not isinstance(requests, Iterable):
            raise ConfigurationError(f"map() takes an iterable of requests, not {type(requests).__name__}")

        async def call(request: Request) -> T:
            return method(**request)

        super().__init__(call, requests, Threads(), throttle, **options)

    def __next__(self) -> MapResult[T]:
        try:
            result = run(self._core.next())
        except BaseException:
            self.close()
            raise
        if result is None:
            self.close()
            raise StopIteration
        return result

    def close(self) -> None:
        """End the map: no call is started or retried. The threads of calls in flight end with their calls."""
        self._core.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if "_core" in vars(self):
            self.close()


class AsyncMap(BaseMap[T], AsyncIterator[MapResult[T]]):
    """The results of `AsyncClient.map`, as an async iterator and an async context manager that closes it."""

    def __init__(
        self,
        method: Callable[..., Awaitable[T]],
        requests: Iterable[Request] | AsyncIterable[Request],
        throttle: Throttle,
        **options: Any,
    ) -> None:
        if not isinstance(requests, Iterable | AsyncIterable):
            raise ConfigurationError(f"map() takes an iterable of requests, not {type(requests).__name__}")

        async def call(request: Request) -> T:
            return await method(**request)

        self._tasks = Tasks()
        super().__init__(call, requests, self._tasks, throttle, **options)

    async def __anext__(self) -> MapResult[T]:
        try:
            result = await self._core.next()
        except BaseException:
            await self.aclose()
            raise
        if result is None:
            await self.aclose()
            raise StopAsyncIteration
        return result

    async def aclose(self) -> None:
        """End the map: cancel the calls in flight, and wait for them to end."""
        self._core.stop()
        await self._tasks.end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        if "_core" in vars(self):
            self._tasks.abandon(self._core.stop)


def _taker(requests: Iterable[Request] | AsyncIterable[Request]) -> Callable[[], Awaitable[Request]]:
    iterator: Any = None
    is_async = isinstance(requests, AsyncIterable)

    async def take() -> Request:
        nonlocal iterator
        if iterator is None:
            iterator = aiter(requests) if isinstance(requests, AsyncIterable) else iter(requests)
        try:
            request: Request = await anext(iterator) if is_async else next(iterator)
        except (StopIteration, StopAsyncIteration):
            raise Exhausted from None
        return request

    return take
