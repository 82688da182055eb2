"""The deadline that every wait of a call asks."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from datadog_llm_client._runtime.values import deadlines
from datadog_llm_client._runtime.values.deadlines import Deadline, current_deadline

from tests.support.clients import Clock


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(deadlines, "time", clock)
    return clock


def test_without_a_limit_every_timeout_stays(now: Clock) -> None:
    deadline = Deadline.after(None)
    now.now += 1e9
    assert deadline.remaining is None
    assert not deadline.has_passed
    assert deadline.allows(1e9)
    assert (deadline.clamp(None), deadline.clamp(3)) == (None, 3)
    deadline.check()


def test_a_timeout_is_cut_to_what_is_left(now: Clock) -> None:
    deadline = Deadline.after(10)
    now.now += 4
    assert deadline.remaining == 6
    assert (deadline.clamp(None), deadline.clamp(9), deadline.clamp(2)) == (6, 6, 2)
    assert deadline.allows(5.9)
    assert not deadline.allows(6)


@pytest.mark.parametrize("seconds", [10, 10.5, 1e6])
def test_nothing_is_allowed_once_it_has_passed(now: Clock, seconds: float) -> None:
    deadline = Deadline.after(10)
    now.now += seconds
    assert deadline.has_passed
    assert deadline.remaining == 0
    assert not deadline.allows(0)
    waits: list[Callable[[], object]] = [deadline.check, lambda: deadline.clamp(None), lambda: deadline.clamp(5)]
    for wait in waits:
        with pytest.raises(httpx.TimeoutException, match="deadline of 10 s has passed"):
            wait()


def test_a_timeout_never_becomes_none_at_all(now: Clock) -> None:
    deadline = Deadline.after(1e-4)
    assert deadline.clamp(5) == 0.001  # 0 would mean not to block


def test_one_without_a_limit_can_be_ended() -> None:
    deadline = Deadline.after(None)
    deadline.end()
    assert deadline.has_passed
    with pytest.raises(httpx.TimeoutException, match="deadline of 0 s has passed"):
        deadline.check()


def test_it_is_kept_for_what_runs_inside() -> None:
    outer, inner = Deadline.after(10), Deadline.after(5)
    assert current_deadline().seconds is None
    with outer:
        with inner:
            assert current_deadline() is inner
        assert current_deadline() is outer
    assert current_deadline().seconds is None


def test_threads_and_tasks_do_not_see_that_of_another() -> None:
    seen: list[float | None] = []

    def look() -> None:
        seen.append(current_deadline().seconds)

    async def call(seconds: float) -> None:
        with Deadline.after(seconds):
            await asyncio.sleep(0)
            look()

    async def both() -> Any:
        await asyncio.gather(call(1), call(2))

    with Deadline.after(3), ThreadPoolExecutor() as threads:
        threads.submit(look).result()
    asyncio.run(both())
    assert seen == [None, 1, 2]
