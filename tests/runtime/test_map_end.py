"""A map that is left sends nothing more, and leaves nothing behind."""

import gc
import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import (
    AsyncClient,
    Client,
)
from datadog_llm_client._runtime.values.deadlines import current_deadline

from tests.support.clients import KEYS, Mode
from tests.support.maps import REQUEST, Abort, fine


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "datadog-llm-client" and thread.is_alive()}


def wait_until(is_so: Callable[[], bool]) -> bool:
    ends_at = time.monotonic() + 10
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.01)
    return is_so()


@pytest.mark.parametrize("way", ["break", "with", "close", "raise", "dropped"])
def test_leaving_sends_nothing_more_and_leaves_no_thread(way: str) -> None:
    release, sent, before = threading.Event(), itertools.count(), threads()

    def answer(request: httpx.Request) -> httpx.Response:
        if next(sent) == 0:
            return fine(request)
        release.wait(20)
        return httpx.Response(503, headers={"Retry-After": "0.01"})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = Client(**KEYS, http_client=http)
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
        elif way == "dropped":
            next(results)
            del results
        else:
            with pytest.raises(Abort), results:
                raise Abort
        gc.collect()
        assert time.monotonic() - begun < 5
        so_far = next(sent)
        release.set()
        assert wait_until(lambda: threads() <= before)
        assert next(sent) <= so_far + 1 + 4


@pytest.mark.anyio
@pytest.mark.parametrize("way", ["break", "with", "aclose", "cancel", "dropped"])
async def test_leaving_leaves_no_task(way: str) -> None:
    under_way = 0

    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal under_way
            under_way += 1
            if under_way == 1:
                under_way -= 1
                return fine(request)
            try:
                await anyio.sleep_forever()
            finally:
                under_way -= 1
            raise AssertionError

    async with httpx.AsyncClient(transport=Hanging()) as http:
        client = AsyncClient(**KEYS, http_client=http)
        results: Any = client.map(client.list_accounts, [REQUEST] * 50, concurrency=5)
        with anyio.fail_after(10):
            if way == "cancel":
                with anyio.move_on_after(0.2):
                    async for _ in results:
                        pass
            elif way == "with":
                async with results:
                    await anext(results)
            else:
                async for _ in results:
                    break
            if way == "aclose":
                await results.aclose()
            del results
            gc.collect()
            while under_way:
                await anyio.sleep(0.01)


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


def test_after_its_end_there_is_nothing(mode: Mode) -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield REQUEST
        raise ZeroDivisionError

    if mode.name == "sync":
        with httpx.Client(transport=httpx.MockTransport(fine)) as http:
            client = Client(**KEYS, http_client=http)
            results = client.map(client.list_accounts, broken())
            assert next(results).error is None
            with pytest.raises(ZeroDivisionError):
                next(results)
            assert list(results) == []
            results.close()
        return

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(fine)) as http:
            client = AsyncClient(**KEYS, http_client=http)
            results = client.map(client.list_accounts, broken())
            assert (await anext(results)).error is None
            with pytest.raises(ZeroDivisionError):
                await anext(results)
            assert [result async for result in results] == []

    anyio.run(run, backend=mode.name)


def test_leaving_gives_up_threads_that_are_still_connecting() -> None:
    """They would send as soon as they were connected; what they ask before is the deadline of their call."""
    connecting, release, passed = threading.Event(), threading.Event(), []

    def answer(request: httpx.Request) -> httpx.Response:
        connecting.set()
        release.wait(20)
        passed.append(current_deadline().has_passed)
        return fine(request)

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = Client(**KEYS, http_client=http)
        with client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=2) as results:
            threading.Thread(target=lambda: [*results], daemon=True).start()
            assert connecting.wait(10)
        release.set()
        assert wait_until(lambda: bool(passed))
    assert all(passed)
