"""Calls at the same time in one event loop, and calls that are cancelled."""

import anyio
import httpx
import pytest
from datadog_llm_client import APITimeoutError

from tests.support.faults import behaviours
from tests.support.faults.answers import JSON, good, http
from tests.support.faults.behaviours import Behaviour, answer
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import Caller, run

pytestmark = [LEFT_BY_HTTPX, pytest.mark.parametrize("way", ["asyncio", "trio", "uvloop", "aiohttp"])]


async def _arrival(server: FaultyServer) -> None:
    while not server.requests:
        await anyio.sleep(0.001)


def test_no_free_connection_is_a_timeout_before_anything_is_sent(way: str) -> None:
    with FaultyServer(behaviours.SILENCE) as server:

        async def course(caller: Caller) -> None:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(caller.call, "run_inference")
                await _arrival(server)
                end = await caller.call("run_inference", timeout=httpx.Timeout(5.0, pool=0.05))
                assert type(end.error) is APITimeoutError
                assert isinstance(end.error.__cause__, httpx.PoolTimeout)
                assert "no connection was free in time" in str(end.error)
                assert end.error.retries == 2
                tasks.cancel_scope.cancel()

        run(way, server.url, course, max_connections=1)
        assert server.is_left()
    assert server.attempts == 1


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(behaviours.SILENCE, id="before the headers"),
        pytest.param(behaviours.answer_then_hold(http(200, b"[", JSON, length=99)), id="amid the body"),
    ],
)
def test_a_call_that_is_cancelled_frees_its_connection(play: Behaviour, way: str) -> None:
    with FaultyServer(play, answer(good)) as server:

        async def course(caller: Caller) -> None:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(caller.call, "list_accounts")
                await _arrival(server)
                tasks.cancel_scope.cancel()
            assert (await caller.call("list_accounts")).error is None

        run(way, server.url, course, max_connections=1)
        assert server.is_left()
    assert server.attempts == 2


def test_nothing_is_sent_once_the_scope_is_cancelled(way: str) -> None:
    """A connection that is idle takes a request without waiting, and an inference would be billed."""
    with FaultyServer(answer(good)) as server:

        async def course(caller: Caller) -> None:
            for is_cancelled in (False, True):
                async with anyio.create_task_group() as tasks:
                    for _ in range(3):
                        tasks.start_soon(caller.call, "run_inference")
                    if is_cancelled:
                        tasks.cancel_scope.cancel()

        run(way, server.url, course)
        assert server.is_left()
    assert server.attempts == 3


def test_a_wait_that_is_cancelled_ends_the_call(way: str) -> None:
    with FaultyServer(answer(http(429, b"", "Retry-After: 50")), answer(good)) as server:

        async def course(caller: Caller) -> None:
            with anyio.move_on_after(0.2) as scope:
                await caller.call("list_accounts")
            assert scope.cancelled_caught

        run(way, server.url, course)
        assert server.is_left()
    assert server.attempts == 1
