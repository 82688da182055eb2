# Copied from extras/batch/workers.py: edit that.
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from attrs import Factory, asdict, define
from distributed import Worker, WorkerPlugin, get_worker  # type: ignore[import-not-found, import-untyped, unused-ignore]  # pyright: ignore[reportMissingImports]

from .. import Client, ConfigurationError
from .files import Paths, Shard
from .running import Batch
from .state import Report, Stop

LONGEST_WAIT = 60.0
EVERY = 0.5


@define(eq=False)
class Member:
    client: Client
    _batches: list[Batch] = Factory(list)
    _has_left: bool = False
    _stopped: Stop | None = None
    _rate: tuple[float | None] | None = None
    _lock: threading.Lock = Factory(threading.Lock)

    def run(
        self, shard: Shard, files: tuple[str, str, str | None], on_progress: Callable[[Report], object], **options: Any
    ) -> Report:
        batch = _open(self.client, Paths.of(*files, shard), shard, options)
        with self._lock:
            self._batches.append(batch)
            if self._stopped is not None:
                batch.finish(self._stopped)
            if self._rate is not None:
                options["rate"] = self._rate[0]
        try:
            batch.run(on_progress, **options)
        finally:
            batch.close()
            with self._lock:
                self._batches.remove(batch)
            self._close()
        return batch.report

    def set_rate(self, rate: float | None) -> None:
        with self._lock:
            self._rate = (rate,)
            for batch in self._batches:
                batch.set_rate(rate)

    def finish(self, reason: Stop) -> None:
        with self._lock:
            self._stopped = reason
            for batch in self._batches:
                batch.finish(reason)

    def leave(self) -> None:
        with self._lock:
            self._has_left = True
        self.finish("SIGTERM")
        self._close()

    def _close(self) -> None:
        with self._lock:
            is_last = self._has_left and not self._batches
        if is_last:
            self.client.close()


def _open(client: Client, paths: Paths, shard: Shard, options: dict[str, Any]) -> Batch:
    names = ("operation", "defaults", "max_calls", "max_total_tokens")
    operation, defaults, max_calls, max_total_tokens = (options.pop(name) for name in names)
    retry_failed = options.pop("retry_failed")
    ends_at = time.monotonic() + LONGEST_WAIT
    while True:
        batch = Batch(client, paths, operation, defaults, shard, max_calls, max_total_tokens)
        try:
            batch.open(retry_failed=retry_failed)
        except ConfigurationError as error:
            batch.close()
            if not isinstance(error.__context__, BlockingIOError) or time.monotonic() > ends_at:
                raise
            time.sleep(0.2)
        except BaseException:
            batch.close()
            raise
        else:
            return batch


_MEMBERS: dict[str, Member] = {}


class Handover(WorkerPlugin):  # type: ignore[misc, unused-ignore]
    def __init__(self, run: str, settings: Mapping[str, Any]) -> None:
        self._run = run
        self._settings: Mapping[str, Any] = dict(settings)

    def setup(self, worker: Worker) -> None:
        settings, self._settings = self._settings, {}
        _MEMBERS[self._run] = Member(Client(**settings))

    def teardown(self, worker: Worker) -> None:
        if (found := _MEMBERS.pop(self._run, None)) is not None:
            found.leave()


def topic(run: str) -> str:
    return f"datadog-llm-{run}"


def run_shard(run: str, shard: tuple[int, int], files: tuple[str, str, str | None], options: dict[str, Any]) -> Any:
    worker, told_at = get_worker(), 0.0
    found = _MEMBERS.get(run)
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
    if (found := _MEMBERS.get(run)) is not None:
        found.set_rate(rate)


def finish(run: str, reason: Stop) -> None:
    if (found := _MEMBERS.get(run)) is not None:
        found.finish(reason)
