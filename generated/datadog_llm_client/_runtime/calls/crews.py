# Copied from runtime/calls/crews.py: edit that.
from __future__ import annotations

import contextvars
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from ..values.loops import current_loop, running_trio

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
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


class Threads:
    queue = _BlockingQueue

    def __init__(self) -> None:
        self._context = contextvars.copy_context()

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        context_run = self._context.copy().run
        threading.Thread(target=lambda: context_run(run, work()), name="datadog-llm-client", daemon=True).start()


class _AwaitedQueue:
    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._waiting: deque[Any] = deque()
        self._future: Callable[[], Any] | None = None

    def put(self, item: Any) -> None:
        self._items.append(item)
        while self._waiting:
            if not (future := self._waiting.popleft()).done():
                future.set_result(None)
                return

    async def get(self) -> Any:
        while not self._items:
            if (create := self._future) is None:
                trio = running_trio()
                create = self._future = partial(_TrioFuture, trio) if trio else current_loop().create_future
            future = create()
            self._waiting.append(future)
            await future
        return self._items.popleft()


class _TrioFuture:
    def __init__(self, trio: Any) -> None:
        self._event = trio.Event()
        self.done = self._event.is_set

    def set_result(self, result: None) -> None:
        self._event.set()

    def __await__(self) -> Generator[Any, Any, None]:
        yield from self._event.wait().__await__()


class Tasks:
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
        loop = current_loop()
        self._soon = loop.call_soon_threadsafe
        task = context.run(loop.create_task, work())
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
        import anyio

        with anyio.CancelScope(shield=True):
            while self._cancels:
                self._cancel()
                self._ended = anyio.Event()
                await self._ended.wait()

    def abandon(self, stop: Callable[[], object]) -> None:
        if self._cancels and self._soon is not None:
            with suppress(RuntimeError):
                self._soon(stop)
                self._soon(self._cancel)
