"""Costs of several ways to do a thing, measured in turn, so that what disturbs one disturbs all."""

import gc
import time
from collections.abc import Mapping

from benchmarks.peers import Call


def costs(ways: Mapping[str, Call], calls: int, block: int = 20) -> dict[str, float]:
    """Milliseconds of CPU for a call of each way, over about so many calls, a block of them in each turn."""
    for call in ways.values():
        for _ in range(block):
            call()
    gc.collect()
    gc.freeze()  # so that no way pays for what another one has loaded
    spent = dict.fromkeys(ways, 0.0)
    turns = calls // block
    for _ in range(turns):
        for name, call in ways.items():
            start = time.process_time()
            for _ in range(block):
                call()
            spent[name] += time.process_time() - start
    return {name: seconds * 1000 / (turns * block) for name, seconds in spent.items()}
