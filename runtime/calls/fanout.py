"""Runs one operation for many requests, so many at a time, in memory that depends on that bound alone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import count
from typing import Any, TypeAlias, TypeVar

from ..values.loops import running_trio
from ..values.types import MapResult

T = TypeVar("T")
Request: TypeAlias = Mapping[str, Any]


def fan_out(
    method: Callable[..., T], requests: Iterable[Request], concurrency: int, *, in_order: bool
) -> Iterator[MapResult[T]]:
    """Call a method in threads. Leaving the loop waits for the calls that are under way, and begins no other."""

    def call(index: int, request: Request) -> MapResult[T]:
        try:
            return MapResult(index, request, value=method(**request))
        except Exception as error:
            return MapResult(index, request, error=error)

    source = enumerate(requests)
    window: deque[Future[MapResult[T]]] = deque()
    with ThreadPoolExecutor(concurrency, thread_name_prefix="datadog-llm-client") as threads:
        try:
            while True:
                while len(window) < concurrency and (item := next(source, None)) is not None:
                    window.append(threads.submit(call, *item))
                if not window:
                    return
                if in_order:
                    yield window.popleft().result()
                    continue
                for done in wait(window, return_when=FIRST_COMPLETED).done:
                    window.remove(done)
                    yield done.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


async def fan_out_async(
    method: Callable[..., Awaitable[T]],
    requests: Iterable[Request] | AsyncIterable[Request],
    concurrency: int,
    *,
    in_order: bool,
) -> AsyncIterator[MapResult[T]]:
    """Call a method in tasks. Leaving the loop cancels the calls that are under way, and waits for their end."""
    import anyio

    room = anyio.Semaphore(concurrency)
    results: deque[MapResult[T]] = deque()
    news = anyio.Event()
    failures: list[Exception] = []

    def tell() -> None:
        news.set()

    async def call(index: int, request: Request) -> None:
        try:
            results.append(MapResult(index, request, value=await method(**request)))
        except Exception as error:
            results.append(MapResult(index, request, error=error))

    async def feed() -> None:
        # Not through a generator of ours, which trio would find unfinished when this is cancelled.
        source: Any = aiter(requests) if isinstance(requests, AsyncIterable) else iter(requests)
        try:
            for index in count():
                await room.acquire()
                request = await anext(source) if isinstance(requests, AsyncIterable) else next(source)
                tasks.add(_Task(tell, call, index, request))
        except (StopIteration, StopAsyncIteration):
            pass
        except Exception as error:  # of the caller's iterable
            failures.append(error)

    tasks: set[_Task] = set()
    tasks.add(_Task(tell, feed))
    early: dict[int, MapResult[T]] = {}
    given = 0
    try:
        while tasks or results:
            while results:
                result = results.popleft()
                early[result.index if in_order else given] = result
                while given in early:
                    given += 1
                    room.release()
                    yield early.pop(given - 1)
            tasks -= {task for task in tasks if task.is_done}
            if tasks and not results:
                await news.wait()
                news = anyio.Event()
        if failures:
            raise failures[0]
    finally:
        for task in tasks:
            task.cancel()
        with anyio.CancelScope(shield=True):
            while not all(task.is_done for task in tasks):
                await news.wait()
                news = anyio.Event()


class _Task:
    """A task that outlives the step of a generator that began it, which those of a task group may not."""

    def __init__(self, tell: Callable[[], None], work: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        self.is_done = False
        self._tell = tell
        trio = running_trio()
        if trio is not None:
            scope = trio.CancelScope()
            self.cancel: Callable[[], object] = scope.cancel
            trio.lowlevel.spawn_system_task(self._in_scope, scope, work, arguments)
        else:
            task = asyncio.ensure_future(work(*arguments))
            self.cancel = task.cancel
            task.add_done_callback(self._end)

    def _end(self, _: object) -> None:
        self.is_done = True
        self._tell()

    async def _in_scope(self, scope: Any, work: Callable[..., Awaitable[None]], arguments: tuple[Any, ...]) -> None:
        with scope:
            await work(*arguments)
        self._end(scope)
