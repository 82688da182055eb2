# Copied by "make generate" from runtime/calls/mapping.py. Edit that, never this file.
"""The two faces of a map: an iterator that works in threads, and an async one that works in tasks."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from ..values.loops import running_trio
from ..values.types import MapResult
from .fanout import Exhausted, FanOut, Request
from .throttle import Throttle

T = TypeVar("T")


class Map(Generic[T], Iterator[MapResult[T]]):
    """The results of `Client.map`. Use it in a `for` loop, or in a `with` block that ends it."""

    def __init__(
        self,
        method: Callable[..., T],
        requests: Iterable[Request],
        throttle: Throttle,
        concurrency: int,
        in_order: bool,
    ) -> None:
        async def call(request: Request) -> T:
            return method(**request)

        self._core = FanOut(call, _taker(requests), _Threads(), throttle, concurrency=concurrency, in_order=in_order)

    def __next__(self) -> MapResult[T]:
        try:
            result = _run(self._core.next())
        except BaseException:
            self.close()
            raise
        if result is None:
            self.close()
            raise StopIteration
        return result

    def finish(self) -> None:
        """Begin no other call, and let the results of those under way still come. May be called anywhere."""
        self._core.finish()

    def close(self) -> None:
        """End the map: no call is begun or sent again. Threads of calls that are under way end when these do."""
        self._core.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


class AsyncMap(Generic[T], AsyncIterator[MapResult[T]]):
    """The results of `AsyncClient.map`. Use it in an `async for` loop, or in an `async with` block that ends it."""

    def __init__(
        self,
        method: Callable[..., Awaitable[T]],
        requests: Iterable[Request] | AsyncIterable[Request],
        throttle: Throttle,
        concurrency: int,
        in_order: bool,
    ) -> None:
        async def call(request: Request) -> T:
            return await method(**request)

        self._tasks = _Tasks()
        self._core = FanOut(call, _taker(requests), self._tasks, throttle, concurrency=concurrency, in_order=in_order)

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

    def finish(self) -> None:
        """Begin no other call, and let the results of those under way still come. Call it in the event loop."""
        self._core.finish()

    async def aclose(self) -> None:
        """End the map: calls that are under way are cancelled, and their end is awaited."""
        self._core.stop()
        await self._tasks.end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        self._tasks.abandon(self._core.stop)


def _taker(requests: Iterable[Request] | AsyncIterable[Request]) -> Callable[[], Awaitable[Request]]:
    """What gives the next request. The iterator is made where it is used."""
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


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to its end a coroutine that blocks where others wait."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("a coroutine of a thread waited")


class _BlockingQueue:
    def __init__(self) -> None:
        self._items: SimpleQueue[Any] = SimpleQueue()
        self.put = self._items.put

    async def get(self) -> Any:
        return self._items.get()


class _Threads:
    """Threads that do not keep the process from ending, in the context of who began the map."""

    queue = _BlockingQueue

    def __init__(self) -> None:
        self._context = contextvars.copy_context()

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        run = self._context.copy().run
        threading.Thread(target=lambda: run(_run, work()), name="datadog-llm-client", daemon=True).start()


class _AwaitedQueue:
    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._waiting: deque[Any] = deque()

    def put(self, item: Any) -> None:
        self._items.append(item)
        if self._waiting:
            self._waiting.popleft().set()

    async def get(self) -> Any:
        while not self._items:
            event = _event()
            self._waiting.append(event)
            await event.wait()
        return self._items.popleft()


class _AsyncioEvent:
    """What is waited for once; `anyio.Event` takes five times as long to be made and set."""

    __slots__ = ("_future",)

    def __init__(self) -> None:
        self._future = asyncio.get_running_loop().create_future()

    def set(self) -> None:
        if not self._future.done():
            self._future.set_result(None)

    def wait(self) -> Awaitable[None]:
        return self._future


def _event() -> Any:
    trio = running_trio()
    return _AsyncioEvent() if trio is None else trio.Event()


class _Tasks:
    """Tasks that outlive the step of an iterator that began them, which those of a task group may not."""

    queue = _AwaitedQueue

    def __init__(self) -> None:
        self._context = contextvars.copy_context()
        self._cancels: dict[object, Callable[[], object]] = {}
        self._ended: Any = None
        self._soon: Callable[[Callable[[], object]], object] | None = None

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        context = self._context.copy()
        if (trio := running_trio()) is not None:
            scope = trio.CancelScope()
            self._cancels[scope] = scope.cancel
            self._soon = trio.lowlevel.current_trio_token().run_sync_soon
            trio.lowlevel.spawn_system_task(self._in_scope, scope, work, context=context)
            return
        self._soon = asyncio.get_running_loop().call_soon_threadsafe
        task = context.run(asyncio.ensure_future, work())
        self._cancels[task] = task.cancel
        task.add_done_callback(self._forget)

    async def _in_scope(self, scope: Any, work: Callable[[], Awaitable[None]]) -> None:
        with scope:
            await work()
        self._forget(scope)

    def _forget(self, task: object) -> None:
        self._cancels.pop(task, None)
        if not self._cancels and self._ended is not None:
            self._ended.set()

    def _cancel(self) -> None:
        for cancel in list(self._cancels.values()):
            cancel()

    async def end(self) -> None:
        """Cancel all, and wait for their end."""
        import anyio

        with anyio.CancelScope(shield=True):
            while self._cancels:
                self._cancel()
                self._ended = anyio.Event()
                await self._ended.wait()

    def abandon(self, stop: Callable[[], object]) -> None:
        """Cancel all, from wherever garbage is collected."""
        if self._cancels and self._soon is not None:
            with suppress(RuntimeError):  # the loop is gone, and its tasks with it
                self._soon(stop)
                self._soon(self._cancel)
