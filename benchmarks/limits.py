"""What `client.map` makes of a rate limit that it is not told, in one process and in four."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figure import Figure, Target, at_most
from benchmarks.isolated import Failed
from benchmarks.limited import RATE
from benchmarks.setting import Setting

CALLS = 1500
QUICK_CALLS = 150
CONCURRENCY = 16
LIMIT = 120.0  # seconds


def figures(setting: Setting) -> Iterator[Figure]:
    calls = CALLS if setting.thorough else QUICK_CALLS
    for limit in ("bucket", "window"):
        for processes in (1, 4):
            for rate, target in ((None, at_most(1.4)), (RATE / processes, at_most(1.15))):
                yield from _limited(limit, processes, calls, rate, target)
    for processes in (1, 4):
        seconds, _ = _measured("outage", processes, calls, None)
        what = f"an outage of 5 s, {processes} process{'es' if processes > 1 else ''}, answered after its end"
        yield Figure(what, "s", [seconds - 5], target=at_most(10))


def _limited(limit: str, processes: int, calls: int, rate: float | None, target: Target) -> Iterator[Figure]:
    seconds, refused = _measured(limit, processes, calls, rate)
    told = "" if rate is None else f", rate={rate:g}"
    what = f"{calls} calls, {RATE}/s by {limit}, {processes} process{'es' if processes > 1 else ''}{told}"
    yield Figure(what, "s", [seconds], "ideal", [calls / RATE], target)
    yield Figure(f"{what}: refused", "%", [100 * refused / calls], target=None if rate is None else at_most(1))


def _measured(limit: str, processes: int, calls: int, rate: float | None) -> tuple[float, int]:
    """Seconds from the first request to the last, and how many were refused. Fails where a call did."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-m", "benchmarks.limited", limit], **pipes) as server:  # type: ignore[call-overload]
        assert server.stdout is not None
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        command = [sys.executable, "-m", "benchmarks.limits", url, str(calls // processes), str(rate or "")]
        clients = [subprocess.Popen(command, **pipes) for _ in range(processes)]  # type: ignore[call-overload]
        for client in clients:
            assert client.stdout is not None
            client.stdout.readline()  # all have loaded
        for client in clients:
            assert client.stdin is not None
            client.stdin.write("go\n")
            client.stdin.flush()
        told = [client.communicate(timeout=LIMIT)[0] for client in clients]
        if set(told) != {f"{calls // processes}\n"}:
            raise Failed(f"calls failed: answered were {told}")
        answered, refused, seconds = json.loads(server.communicate()[0])
    assert answered == calls // processes * processes
    return seconds, refused


def main(url: str, calls: str, rate: str) -> None:
    """One process of calls."""
    from datadog_llm_client import Client

    with Client("a", "b", base_url=url) as client:
        print("ready", flush=True)
        sys.stdin.readline()
        requests = ({"integration": "openai"} for _ in range(int(calls)))
        options = {"rate": float(rate) if rate else None, "concurrency": CONCURRENCY}
        results = client.map(client.list_accounts, requests, **options)  # type: ignore[arg-type]
        print(sum(result.error is None for result in results), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
