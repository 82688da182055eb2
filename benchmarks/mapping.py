"""The cost of a call in `client.map`, and the growth of memory over many requests (run once: it takes minutes)."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.example import KILOBYTE, SHORT, Examples
from benchmarks.figure import Figure, at_most
from benchmarks.isolated import isolated
from benchmarks.memory import memory
from benchmarks.responder import responder
from benchmarks.setting import Setting
from benchmarks.turns import costs

CONCURRENCY = 100
#: Requests by client; the threads of the sync one take longer.
COUNTS = {"map_async": 1_000_000, "map_sync": 100_000}
QUICK_COUNT = 2_000
#: Share of the requests after which everything that is created once exists.
WARM = 0.1
FLAT = at_most(2)
CHEAP = at_most(1.1)
#: Calls measured together, alternating between a map and a loop.
TURN = 100
LIMIT = 1200.0  # seconds


def figures(setting: Setting) -> Iterator[Figure]:
    with responder(json.dumps(Examples().answer_of(KILOBYTE)).encode()) as url:
        for cost, client in ((cost_sync, "Client"), (cost_async, "AsyncClient")):
            runs = [isolated(cost, url, setting.calls // 10) for _ in range(setting.runs)]
            mapped, looped = ([run[place] for run in runs] for place in (0, 1))
            yield Figure(f"a call in {client}.map, CPU", "ms", mapped, "in a plain loop", looped, CHEAP)
        for work in (map_async, map_sync):
            count = COUNTS[work.__name__] if setting.thorough else QUICK_COUNT
            rate, growth = isolated(work, url, count, limit=LIMIT)
            what = f"{'AsyncClient' if work is map_async else 'Client'}.map over {count:,} requests"
            yield Figure(what, "/s", [rate])
            yield Figure(f"{what}, growth of memory", "MB", [growth], target=FLAT)


class _Watch:
    """Counts results, and records the memory once the process is warm."""

    def __init__(self, count: int) -> None:
        self._warm_at = int(count * WARM)
        self._count = count
        self._seen = 0
        self._before = 0.0
        self._start = time.perf_counter()

    def see(self) -> None:
        self._seen += 1
        if self._seen == self._warm_at:
            self._before = memory("VmRSS")

    def found(self) -> list[float]:
        """Calls per second, and the memory growth in MB since it was warm."""
        assert self._seen == self._count
        return [self._count / (time.perf_counter() - self._start), memory("VmRSS") - self._before]


def _requests(count: int) -> Iterator[dict[str, Any]]:
    return ({"integration": "openai", "account_id": "account-abc123", **SHORT} for _ in range(count))


def map_sync(url: str, count: int) -> list[float]:
    from datadog_llm_client import Client

    client, watch = Client("a", "b", base_url=url), _Watch(count)
    for result in client.map(client.run_inference, _requests(count), concurrency=CONCURRENCY):
        result.unwrap()
        watch.see()
    return watch.found()


def map_async(url: str, count: int) -> list[float]:
    from datadog_llm_client import AsyncClient

    async def main() -> list[float]:
        client, watch = AsyncClient("a", "b", base_url=url, http_backend="aiohttp"), _Watch(count)
        async for result in client.map(client.run_inference, _requests(count), concurrency=CONCURRENCY):
            result.unwrap()
            watch.see()
        return watch.found()

    return asyncio.run(main())


def cost_sync(url: str, calls: int) -> list[float]:
    """Milliseconds of CPU per call in a map with concurrency 1, and in a loop."""
    from datadog_llm_client import Client

    client = Client("a", "b", base_url=url)

    def mapped() -> None:
        for result in client.map(client.run_inference, _requests(TURN), concurrency=1):
            result.unwrap()

    def looped() -> None:
        for request in _requests(TURN):
            client.run_inference(**request)

    return [spent / TURN for spent in costs({"map": mapped, "loop": looped}, calls, 1).values()]


def cost_async(url: str, calls: int) -> list[float]:
    """The same for the async client."""
    from datadog_llm_client import AsyncClient

    client = AsyncClient("a", "b", base_url=url)

    async def mapped() -> None:
        async for result in client.map(client.run_inference, _requests(TURN), concurrency=1):
            result.unwrap()

    async def looped() -> None:
        for request in _requests(TURN):
            await client.run_inference(**request)

    with asyncio.Runner() as runner:
        ways = {"map": lambda: runner.run(mapped()), "loop": lambda: runner.run(looped())}
        return [spent / TURN for spent in costs(ways, calls, 1).values()]
