"""The cost of one blocking call: CPU time of a round trip of the full example."""

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.example import Examples
from benchmarks.figure import Figure, at_most
from benchmarks.isolated import isolated
from benchmarks.peers import PEERS, is_absent, sync_call
from benchmarks.responder import responder
from benchmarks.setting import Setting
from benchmarks.turns import costs

TARGETS = {"httpx": at_most(1.1), "datadog": at_most(0.333), "openai": at_most(0.5)}


def figures(setting: Setting) -> Iterator[Figure]:
    examples = Examples()
    body, answer = examples.full("InferenceRequest"), examples.full("InferenceResponse")
    with responder(json.dumps(answer).encode()) as url:
        # Each pair in processes of its own: a third client between the calls of two would slow the larger one more.
        for peer, target in TARGETS.items():
            runs = [isolated(cost, url, body, ["ours", peer], setting.calls) for _ in range(setting.runs)]
            theirs = [run[peer] for run in runs if peer in run]
            ours = [run["ours"] for run in runs]
            yield Figure("one blocking call, CPU", "ms", ours, PEERS[peer].shown, theirs, target)


def cost(url: str, body: dict[str, Any], peers: list[str], calls: int) -> dict[str, float]:
    """Milliseconds of CPU per call, for each installed peer."""
    ready = {peer: sync_call(peer, url, body) for peer in peers if not is_absent(peer)}
    return costs(ready, calls)
