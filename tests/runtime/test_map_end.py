"""A map that is left or interrupted sends nothing more, and leaves nothing behind."""

import asyncio
import gc
import itertools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import AsyncClient
from datadog_llm_client._runtime.values.deadlines import current_deadline
from datadog_llm_client._runtime.values.loops import running_trio

from tests.support.clients import KEYS, Mode
from tests.support.maps import REQUEST, Abort, Hanging, client_of, fine, threads, wait_until


@pytest.mark.parametrize("way", ["break", "with", "close", "raise", "abort"])
def test_leaving_sends_nothing_more_and_leaves_no_thread(way: str) -> None:
    release, sent, before = threading.Event(), itertools.count(), threads()

    def answer(request: httpx.Request) -> httpx.Response:
        number = next(sent)
        if number == 0:
            return fine(request)
        if number == 2 and way == "abort":
            raise Abort
        release.wait(20)
        return httpx.Response(503, headers={"Retry-After": "0.01"})

    with client_of(answer) as client:
        begun = time.monotonic()
        results: Any = client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=4)
        if way == "break":
            for _ in results:
                break
            del results
        elif way == "with":
            with results:
                next(results)
        elif way == "close":
            next(results)
            results.close()
            assert list(results) == []
        elif way == "abort":
            with pytest.raises(Abort):
                list(results)
        else:
            with pytest.raises(Abort), results:
                raise Abort
        gc.collect()
        assert time.monotonic() - begun < 5
        so_far = next(sent)
        release.set()
        assert wait_until(lambda: threads() <= before)
        assert next(sent) <= so_far + 1 + 4


def tasks() -> int:
    """How many there are in this event loop."""
    trio = running_trio()
    return len(asyncio.all_tasks()) if trio is None else trio.lowlevel.current_statistics().tasks_living


async def leave(way: str, results: Any) -> None:
    """End a map of calls that hang, in one of the ways there are."""
    if way == "cancel":
        with anyio.move_on_after(0.2):
            async for _ in results:
                pass
    elif way == "with":
        async with results:
            await anext(results)
    elif way == "raise":
        with suppress(Abort):
            async with results:
                await anext(results)
                raise Abort
    elif way == "abort":
        with pytest.raises(Abort):
            [result async for result in results]
    else:
        async for _ in results:
            break
    if way == "aclose":
        await results.aclose()


@pytest.mark.anyio
@pytest.mark.parametrize("way", ["break", "with", "raise", "aclose", "cancel", "abort"])
async def test_leaving_leaves_no_task(way: str) -> None:
    transport = Hanging(Abort() if way == "abort" else None)
    async with httpx.AsyncClient(transport=transport) as http:
        client, before = AsyncClient(**KEYS, http_client=http), tasks()
        results: Any = client.map(client.list_accounts, [REQUEST] * 50, concurrency=5)
        with anyio.fail_after(10):
            await leave(way, results)
            if way in ("with", "raise", "aclose", "cancel", "abort"):  # which wait for the end
                assert (transport.under_way, tasks()) == (0, before)
            del results
            gc.collect()
            while transport.under_way or tasks() > before:
                await anyio.sleep(0.01)
    assert transport.asked <= 1 + 5


@pytest.mark.anyio
async def test_finishing_gives_what_is_under_way() -> None:
    answered = anyio.Event()

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await answered.wait()
            return fine(request)

    async with httpx.AsyncClient(transport=Slow()) as http:
        client = AsyncClient(**KEYS, http_client=http)
        results = client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=3)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as group:
                got: list[Any] = []

                async def gather() -> None:
                    got.extend([result async for result in results])

                group.start_soon(gather)
                await anyio.wait_all_tasks_blocked()
                results.finish()
                answered.set()
    assert len(got) == 3


def test_after_its_end_there_is_nothing() -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield REQUEST
        raise ZeroDivisionError

    with client_of(fine) as client:
        results = client.map(client.list_accounts, broken())
        assert next(results).error is None
        with pytest.raises(ZeroDivisionError):
            next(results)
        assert list(results) == []
        results.close()


def test_leaving_gives_up_threads_that_are_still_connecting() -> None:
    """They would send as soon as they were connected; what they ask before is the deadline of their call."""
    connecting, release, passed = threading.Event(), threading.Event(), []

    def answer(request: httpx.Request) -> httpx.Response:
        connecting.set()
        release.wait(20)
        passed.append(current_deadline().has_passed)
        return fine(request)

    with client_of(answer) as client:
        with client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=2) as results:
            threading.Thread(target=lambda: [*results], daemon=True).start()
            assert connecting.wait(10)
        release.set()
        assert wait_until(lambda: bool(passed))
    assert all(passed)


def test_an_interrupt_ends_it_at_once(mode: Mode) -> None:
    """A real Ctrl-C, while all calls hang."""
    transport, asked, release, before = Hanging(), itertools.count(), threading.Event(), threads()

    def answer(request: httpx.Request) -> httpx.Response:
        if next(asked):
            release.wait(20)
        return fine(request)

    def interrupt() -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def run() -> None:
        with client_of(answer) as client:
            for _ in client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=4):
                timer.start()

    async def run_async() -> None:
        async with httpx.AsyncClient(transport=transport) as http:
            client = AsyncClient(**KEYS, http_client=http)
            async for _ in client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=4):
                timer.start()

    timer, begun = threading.Timer(0.2, interrupt), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run() if mode.name == "sync" else anyio.run(run_async, backend=mode.name)
    assert time.monotonic() - begun < 10
    assert transport.under_way == 0
    so_far = next(asked)
    release.set()
    assert wait_until(lambda: threads() <= before)
    assert next(asked) == so_far + 1


def test_a_thread_that_waits_does_not_hold_up_the_exit() -> None:
    code = f"""
import httpx, itertools, threading
from datadog_llm_client import Client
sent = itertools.count()
def answer(request):
    if next(sent): threading.Event().wait()
    return httpx.Response(200, json=[])
client = Client(**{dict(KEYS)!r}, http_client=httpx.Client(transport=httpx.MockTransport(answer)))
for result in client.map(client.list_accounts, [{REQUEST!r}] * 9, concurrency=4):
    break
print("left")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert run.stdout == "left\n"
    assert run.stderr == ""
