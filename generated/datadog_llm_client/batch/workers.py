# Copied by "make generate" from extras/batch/workers.py. Edit that, never this file.
"""Code that runs on the workers of a Dask cluster."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from attrs import asdict
from distributed import Worker, WorkerPlugin, get_worker  # type: ignore[import-not-found, import-untyped, unused-ignore]  # pyright: ignore[reportMissingImports]

from .members import join, leave, member
from .paths import Shard
from .report import Report, Stop

#: Seconds between reports of a shard.
EVERY = 0.5


class Handover(WorkerPlugin):  # type: ignore[misc, unused-ignore]
    """Distributes the client settings to all workers, including later ones, outside of tasks and their logs.

    The scheduler keeps it in memory until the run is over.
    """

    def __init__(self, run: str, settings: Mapping[str, Any]) -> None:
        self._run = run
        self._settings: Mapping[str, Any] = dict(settings)

    def setup(self, worker: Worker) -> None:
        """Set up the client of a worker."""
        settings, self._settings = self._settings, {}
        join(self._run, settings)

    def teardown(self, worker: Worker) -> None:
        """Close it."""
        leave(self._run)


def topic(run: str) -> str:
    """Return the topic of a run's reports."""
    return f"datadog-llm-{run}"


def run_shard(run: str, shard: tuple[int, int], files: tuple[str, str, str | None], options: dict[str, Any]) -> Any:
    """Run a shard as a task, and return its report as plain data."""
    worker, told_at = get_worker(), 0.0
    found = member(run)
    if found is None:
        raise RuntimeError(f"the run {run} is over")
    part = Shard(*shard)

    def tell(report: Report) -> None:
        nonlocal told_at
        if (now := time.monotonic()) >= told_at + EVERY:
            told_at = now
            worker.log_event(topic(run), {"shard": str(part), "report": asdict(report)})

    return asdict(found.run(part, files, tell, **options))


def set_rate(run: str, rate: float | None) -> None:
    """Change the rate of a run on this worker."""
    if (found := member(run)) is not None:
        found.set_rate(rate)


def finish(run: str, reason: Stop) -> None:
    """End a run on this worker."""
    if (found := member(run)) is not None:
        found.finish(reason)
