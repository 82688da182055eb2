"""Surveys the tags of a contract in parallel, each in a workshop."""

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from . import trial
from .contract import Contract, Operation
from .outcome import Outcome
from .package import Package
from .workshop import Workshop


def survey(contract: Contract, operations: Sequence[Operation], seed: int) -> Iterator[list[Outcome]]:
    """Yield the outcomes of each tag as they come. The work is done in processes, so threads wait for them."""
    by_tag: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_tag[operation.tag].append(operation)
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="survey-") as directory:
        free: SimpleQueue[Workshop] = SimpleQueue()
        for number in range(min(jobs, len(by_tag))):
            workshop = Workshop(Path(directory, str(number)))
            if number == 0:
                workshop.check()
            free.put(workshop)

        def one(tag: Sequence[Operation]) -> list[Outcome]:
            workshop = free.get()
            try:
                package = Package(contract, workshop)
                standing = package.settle(tag)
                return package.outcomes + (trial.call(contract, workshop, standing, seed) if standing else [])
            finally:
                free.put(workshop)

        with ThreadPoolExecutor(jobs) as pool:
            # The largest first, so that none of them runs alone at the end.
            tasks = [pool.submit(one, tag) for tag in sorted(by_tag.values(), key=len, reverse=True)]
            try:
                for task in as_completed(tasks):
                    yield task.result()
            finally:
                for task in tasks:
                    task.cancel()
