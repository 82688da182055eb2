"""How `client.map` copes with a rate limit that it does not know, in one process and in four."""

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.figure import Figure, Target, at_most
from benchmarks.isolated import Failed
from benchmarks.responder import OUTAGE, RATE, Seen, responder
from benchmarks.setting import Setting

CALLS, QUICK_CALLS = 1500, 150
CONCURRENCY = 16
#: Seconds before each response; refusals are immediate.
DELAY = 0.05
#: Deadline of a call in seconds, if it has one: some are given up during the outage.
DEADLINE = 2.0
LIMIT = 120.0  # seconds


def figures(setting: Setting) -> Iterator[Figure]:
    calls, numbers = (CALLS, (1, 4)) if setting.thorough else (QUICK_CALLS, (4,))
    for limit in ("bucket", "window"):
        for processes in numbers:
            for rate, target in ((None, at_most(1.4)), (RATE / processes, at_most(1.15))):
                yield from _limited(limit, processes, calls, rate, target)
    for processes in numbers:
        seen, _ = _measured("outage", processes, calls)
        what = f"an outage of {OUTAGE:g} s, {_shown(processes)}: all answered after its end"
        yield Figure(what, "s", [seen.seconds - OUTAGE], target=at_most(10))
    _, seconds = _measured("outage", 1, calls, deadline=DEADLINE)
    what = f"an outage of {OUTAGE:g} s, deadline={DEADLINE:g}: all answered or given up after its end"
    yield Figure(what, "s", [seconds - OUTAGE], target=at_most(10))


def _limited(limit: str, processes: int, calls: int, rate: float | None, target: Target) -> Iterator[Figure]:
    seen, _ = _measured(limit, processes, calls, rate)
    told = "" if rate is None else f", rate={rate:g}"
    what = f"{calls} calls, {RATE}/s by {limit}, {_shown(processes)}{told}"
    yield Figure(what, "s", [seen.seconds], "ideal", [calls / RATE], target)
    yield Figure(f"{what}: refused", "%", [100 * seen.refused / calls], target=None if rate is None else at_most(1))


def _shown(processes: int) -> str:
    return f"{processes} process{'es' if processes > 1 else ''}"


def _measured(
    limit: str, processes: int, calls: int, rate: float | None = None, deadline: float | None = None
) -> tuple[Seen, float]:
    """What the server saw, and the total seconds. Raises `Failed` if a call without a deadline failed."""
    with responder(b"[]", DELAY, limit) as url:
        command = [sys.executable, "-m", "benchmarks.limits", url, str(calls // processes)]
        command += ["" if option is None else str(option) for option in (rate, deadline)]
        clients = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(processes)
        ]
        for client in clients:
            assert client.stdout is not None
            client.stdout.readline()  # all have loaded
        begun = time.perf_counter()
        for client in clients:
            assert client.stdin is not None
            client.stdin.write("go\n")
            client.stdin.flush()
        told = [client.communicate(timeout=LIMIT)[0] for client in clients]
        seconds, seen = time.perf_counter() - begun, Seen.by(url)
    if set(told) != {f"{calls // processes}\n"}:
        raise Failed(f"calls failed: of {calls // processes} per process, {told} succeeded")
    return seen, seconds


def main(url: str, calls: str, rate: str, deadline: str) -> None:
    """Make the calls of one process. Prints how many were answered or, with a deadline, returned."""
    from datadog_llm_client import Client

    with Client("a", "b", base_url=url, deadline=float(deadline) if deadline else None) as client:
        print("ready", flush=True)
        sys.stdin.readline()
        requests = ({"integration": "openai"} for _ in range(int(calls)))
        results = client.map(
            client.list_accounts, requests, rate=float(rate) if rate else None, concurrency=CONCURRENCY
        )
        print(sum(result.error is None or bool(deadline) for result in results), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
