# Copied from extras/batch/workers.py: edit that.
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

LONGEST_WAIT = 60.0
EVERY = 0.5


class Member(WorkerPlugin):  # type: ignore[misc, unused-ignore]
    _client: Client | None = None

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings: Mapping[str, Any] = dict(settings)

    def setup(self, worker: Any) -> None:
        settings, self._settings = self._settings, {}
        self._batches: list[Batch] = []
        self._changes: dict[str, Any] = {}
        self._has_left = False
        self._lock = threading.Lock()
        self._client = Client(**settings)

    def run(self, on_progress: Callable[[Report], object], parts: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
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
        with self._lock:
            self._changes[name] = value
            for batch in self._batches:
                getattr(batch, name)(value)

    def teardown(self, worker: Any) -> None:
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
    if (member := dask_worker.plugins.get(run)) is not None:
        member.change(name, value)
