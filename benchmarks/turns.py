"""Costs of several ways to do a thing, measured in turn, so that what disturbs one disturbs all."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping

from benchmarks.peers import Call

#: Calls in a turn.
BLOCK = 20


def costs(ways: Mapping[str, Call], calls: int) -> dict[str, float]:
    """Milliseconds of CPU for a call of each way, over about so many calls."""
    for call in ways.values():
        for _ in range(BLOCK):
            call()
    gc.collect()
    gc.freeze()  # so that no way pays for what another one has loaded
    spent = dict.fromkeys(ways, 0.0)
    turns = calls // BLOCK
    for _ in range(turns):
        for name, call in ways.items():
            start = time.process_time()
            for _ in range(BLOCK):
                call()
            spent[name] += time.process_time() - start
    return {name: seconds * 1000 / (turns * BLOCK) for name, seconds in spent.items()}
