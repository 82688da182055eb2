"""Asynchronous calls per second on one core, by the number in flight; responses of 1 KB after 20 ms."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from benchmarks.example import KILOBYTE, SHORT, Examples
from benchmarks.figure import Figure, Target, at_least
from benchmarks.isolated import isolated
from benchmarks.peers import PEERS, AsyncCall, async_call, is_absent
from benchmarks.responder import responder
from benchmarks.setting import Setting

DELAY = 0.02
LEVELS = (1, 50, 200, 1000)
START = 3  # times the measured period, at most: the slowest peer needs half a minute for 1,000 connections
SHOWN = {"ours-aiohttp": "over aiohttp", "ours": "over httpx"}
TARGETS: dict[tuple[str, str, int], Target] = {
    ("ours-aiohttp", "aiohttp", 1000): at_least(0.45),
    ("ours-aiohttp", "datadog", 1000): at_least(2.5),
    ("ours", "datadog", 1000): at_least(2),
    ("ours", "openai", 1000): at_least(5),
}
PAIRS = [
    ("ours-aiohttp", "aiohttp"),
    ("ours-aiohttp", "datadog"),
    ("ours", "httpx"),
    ("ours", "datadog"),
    ("ours", "openai"),
]


def figures(setting: Setting) -> Iterator[Figure]:
    levels = LEVELS if setting.thorough else LEVELS[1::2]
    found = measured(rates_of, dict.fromkeys(name for pair in PAIRS for name in pair), levels, setting)
    rates, costs = ({key: [run[at] for run in runs] for key, runs in found.items()} for at in (0, 1))
    for ours, peer in PAIRS:
        for level in levels:
            what, target = f"{SHOWN[ours]}, {level:,} in flight", TARGETS.get((ours, peer, level))
            mine, theirs = (ours, level), (peer, level)
            yield Figure(what, "/s", rates.get(mine, []), PEERS[peer].shown, rates.get(theirs, []), target)
            yield Figure(f"{what}, CPU", "ms", costs.get(mine, []), PEERS[peer].shown, costs.get(theirs, []))
    few, many = rates["ours", 50], rates["ours", 1000]
    yield Figure("over httpx, 1,000 in flight", "/s", many, "over httpx, 50 in flight", few, at_least(0.8))


def measured(
    work: Callable[..., list[Any]], peers: Iterable[str], levels: Sequence[int], setting: Setting
) -> dict[tuple[str, int], list[Any]]:
    """What a function finds for each peer and level, once a run; peers that are not installed are left out."""
    found: dict[tuple[str, int], list[Any]] = {}
    with responder(json.dumps(Examples().answer_of(KILOBYTE)).encode(), DELAY) as url:
        for _ in range(setting.runs):
            for peer in peers:
                for level, figure in zip(levels, isolated(work, url, peer, levels, setting.seconds), strict=False):
                    found.setdefault((peer, level), []).append(figure)
    return found


def rates_of(url: str, peer: str, levels: list[int], seconds: float) -> list[tuple[float, float]]:
    """Calls per second and ms of CPU per call at each level; nothing if the peer is not installed."""
    return [] if is_absent(peer) else asyncio.run(_rates(url, peer, levels, seconds))


async def _rates(url: str, peer: str, levels: list[int], seconds: float) -> list[tuple[float, float]]:
    call = await async_call(peer, url, SHORT)
    return [await _rate(call, level, seconds) for level in levels]


async def _rate(call: AsyncCall, in_flight: int, seconds: float) -> tuple[float, float]:
    """Both are measured once each of the `in_flight` tasks has made its first call."""
    done = 0
    started = asyncio.Semaphore(0)
    stopping = False

    async def work() -> None:
        nonlocal done
        await call()
        started.release()
        while not stopping:
            await call()
            done += 1

    async def all_started() -> None:
        for _ in range(in_flight):
            await started.acquire()

    tasks = [asyncio.create_task(work()) for _ in range(in_flight)]
    waiting = asyncio.create_task(all_started())
    await asyncio.wait([waiting], timeout=START * seconds)
    before, start, spent = done, time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    rate = (done - before) / (time.perf_counter() - start)
    cost = (time.process_time() - spent) * 1000 / max(1, done - before)
    stopping = True
    waiting.cancel()
    finished, unfinished = await asyncio.wait(tasks, timeout=seconds)
    for task in unfinished:
        task.cancel()
    for task in finished:
        task.result()  # a call that failed is no rate
    return rate, cost
