"""Code that runs on the workers of a Dask cluster: a client for each run, and its batches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from attrs import asdict
from distributed import WorkerPlugin, get_worker  # type: ignore[import-not-found, import-untyped, unused-ignore]  # pyright: ignore[reportMissingImports]

from .. import Client, ConfigurationError
from .running import Batch
from .state import Report

#: Seconds to wait for another run of the same shard to end, such as that of a worker that lost its cluster.
LONGEST_WAIT = 60.0
#: Seconds between reports of a shard.
EVERY = 0.5


class Member(WorkerPlugin):  # type: ignore[misc, unused-ignore]
    """Gives each worker, including later ones, a client of its own for its batches, outside of tasks and their logs.

    The scheduler keeps the settings in memory until the run is over. The client is closed once the worker has left the
    run and no batch is running.
    """

    _client: Client | None = None

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings: Mapping[str, Any] = dict(settings)

    def setup(self, worker: Any) -> None:
        """Join the run."""
        settings, self._settings = self._settings, {}
        self._batches: list[Batch] = []
        self._changes: dict[str, Any] = {}
        self._has_left = False
        self._lock = threading.Lock()
        self._client = Client(**settings)

    def run(self, on_progress: Callable[[Report], object], parts: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        """Run a shard, and return its report. Lines in its files, or in those of the whole, are not called for again.

        `parts` are those of its `Batch`, `options` those of the map.
        """
        if self._client is None:
            raise ConfigurationError("a worker has no client, for the reason in its log")
        batch = Batch(self._client, **parts)
        with self._lock:
            self._batches.append(batch)
            for name, value in self._changes.items():
                getattr(batch, name)(value)
        try:
            _open(batch)
            batch.run(on_progress, **options)
        finally:
            batch.close()
            with self._lock:
                self._batches.remove(batch)
            self._close()
        return batch.report

    def change(self, name: str, value: Any) -> None:
        """Call a method of each batch, `set_rate` or `finish`, also of those to come."""
        with self._lock:
            self._changes[name] = value
            for batch in self._batches:
                getattr(batch, name)(value)

    def teardown(self, worker: Any) -> None:
        """Leave the run."""
        with self._lock:
            self._has_left = True
        self.change("finish", "SIGTERM")
        self._close()

    def _close(self) -> None:
        with self._lock:
            is_last = self._has_left and not self._batches
        if is_last and self._client is not None:
            self._client.close()


def _open(batch: Batch) -> None:
    """Open a batch, once no other run writes to its files."""
    ends_at = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return batch.open()
        except ConfigurationError as error:
            if not isinstance(error.__context__, BlockingIOError) or time.monotonic() > ends_at:
                raise
        batch.close()
        time.sleep(0.2)


def run_shard(run: str, parts: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Run a shard as a task, and return its report as plain data."""
    worker: Any = get_worker()
    told_at = 0.0
    member = worker.plugins.get(run)
    if member is None:
        raise RuntimeError(f"the run {run} is over")

    def tell(report: Report) -> None:
        nonlocal told_at
        if (now := time.monotonic()) >= told_at + EVERY:
            told_at = now
            worker.log_event(run, {"shard": parts["files"][-1], "report": asdict(report)})

    return asdict(member.run(tell, parts, options))


def change(run: str, name: str, value: Any, dask_worker: Any) -> None:
    """Change the batches of a run on a worker."""
    if (member := dask_worker.plugins.get(run)) is not None:
        member.change(name, value)
