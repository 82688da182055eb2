"""Measures several ways to do a thing in turns, so that disturbances affect all of them."""

import gc
import time
from collections.abc import Mapping

from benchmarks.peers import Call


def costs(ways: Mapping[str, Call], calls: int, block: int = 20) -> dict[str, float]:
    """Milliseconds of CPU per call of each way, over about `calls` calls, `block` of them per turn."""
    for call in ways.values():
        for _ in range(block):
            call()
    gc.collect()
    gc.freeze()  # so that no way pays for objects of another
    spent = dict.fromkeys(ways, 0.0)
    turns = calls // block
    for _ in range(turns):
        for name, call in ways.items():
            start = time.process_time()
            for _ in range(block):
                call()
            spent[name] += time.process_time() - start
    return {name: seconds * 1000 / (turns * block) for name, seconds in spent.items()}
