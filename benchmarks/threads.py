"""Blocking calls per second on one core, by the number of threads; responses of 1 KB after 20 ms."""

import os
import sys
import threading
import time
from collections.abc import Iterator

from benchmarks.example import SHORT
from benchmarks.fan_out import measured
from benchmarks.figure import Figure
from benchmarks.peers import PEERS, Call, is_absent, sync_call
from benchmarks.setting import Setting

LEVELS = (32, 128)
OTHERS = ("httpx", "datadog")


def figures(setting: Setting) -> Iterator[Figure]:
    rates = measured(rates_of, ("ours", *OTHERS), LEVELS, setting)
    for peer in OTHERS:
        for level in LEVELS:
            what = f"synchronous, {level} threads"
            yield Figure(what, "/s", rates["ours", level], PEERS[peer].shown, rates.get((peer, level), []))


def rates_of(url: str, peer: str, levels: list[int], seconds: float) -> list[float]:
    """Calls per second at each level; nothing if the peer is not installed."""
    if is_absent(peer):
        return []
    call = sync_call(peer, url, SHORT)
    return [_rate(call, level, seconds) for level in levels]


def _rate(call: Call, threads: int, seconds: float) -> float:
    done = [0] * threads
    ready = threading.Barrier(threads + 1)
    stopping = threading.Event()

    def work(number: int) -> None:
        try:
            call()
            ready.wait()
            while not stopping.is_set():
                call()
                done[number] += 1
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)

    running = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(threads)]
    for thread in running:
        thread.start()
    ready.wait()
    before, start = sum(done), time.perf_counter()
    time.sleep(seconds)
    rate = (sum(done) - before) / (time.perf_counter() - start)
    stopping.set()
    for thread in running:
        thread.join()
    return rate
