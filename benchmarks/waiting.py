"""A thousand inferences of two seconds in flight: calls per second, and memory."""

import asyncio
import json
import time
from collections.abc import Iterator

from benchmarks.example import KILOBYTE, SHORT, Examples
from benchmarks.fan_out import SHOWN
from benchmarks.figure import Figure, at_least, at_most
from benchmarks.isolated import isolated
from benchmarks.memory import memory
from benchmarks.peers import PEERS, async_call, is_absent
from benchmarks.responder import responder
from benchmarks.setting import Setting

DELAY = 2.0
IN_FLIGHT = 1000
ROUNDS = 1
#: Without Datadog's client: it limits its connections, so a thousand calls of two seconds would take minutes.
MEASURED = ("ours-aiohttp", "ours", "aiohttp")
ENOUGH = {"ours-aiohttp": at_least(450)}
MEMORY = at_most(60)


def figures(setting: Setting) -> Iterator[Figure]:
    found: dict[str, list[tuple[float, float]]] = {peer: [] for peer in MEASURED}
    measured = MEASURED if setting.thorough else MEASURED[:1]
    with responder(json.dumps(Examples().answer_of(KILOBYTE)).encode(), DELAY) as url:
        for _ in range(setting.runs):
            for peer in measured:
                if result := isolated(load, url, peer, ROUNDS):
                    found[peer].append((result[0], result[1]))
    for at, (what, unit) in enumerate(((f"{IN_FLIGHT:,} calls of 2 s", "/s"), (f"memory of {IN_FLIGHT:,}", "MB"))):
        for ours, shown in SHOWN.items():
            target = MEMORY if at else ENOUGH.get(ours)
            yield Figure(f"{what}, {shown}", unit, [each[at] for each in found[ours]], target=target)
        mine, theirs = ([each[at] for each in found[peer]] for peer in ("ours-aiohttp", "aiohttp"))
        yield Figure(f"{what}, over aiohttp", unit, mine, PEERS["aiohttp"].shown, theirs)


def load(url: str, peer: str, rounds: int) -> list[float]:
    """Calls per second, and MB above the memory after one call; nothing if the peer is not installed."""
    return [] if is_absent(peer) else asyncio.run(_load(url, peer, rounds))


async def _load(url: str, peer: str, rounds: int) -> list[float]:
    call = await async_call(peer, url, SHORT)
    await call()
    idle = memory("VmRSS")

    async def pace() -> float:
        """Calls per second of one task: responses come in bursts, so counting them in a window would mislead."""
        await call()  # makes the connection
        start = time.perf_counter()
        for _ in range(rounds):
            await call()
        return rounds / (time.perf_counter() - start)

    paces = await asyncio.gather(*(pace() for _ in range(IN_FLIGHT)))
    return [sum(paces), memory("VmHWM") - idle]
