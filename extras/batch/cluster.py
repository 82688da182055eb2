"""Runs a batch on the workers of a Dask cluster, one shard at a time on each."""

from __future__ import annotations

import importlib
import os
import uuid
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attrs import Factory, define

from .. import ConfigurationError, DatadogError
from .files import STREAM, Paths, Shard, checked_path, shards_of
from .merging import find_shards, merge
from .state import Report, Stop, finish_on_signals

__all__ = ("run_on",)

SECRETS = ("api_key", "app_key", "bearer_token")
#: Shards per worker of the cluster when a batch starts.
SHARDS_PER_WORKER = 2
#: Number of workers that a shard may lose before it is abandoned.
MOST_DEATHS = 4
#: Seconds between checks of the cluster.
EVERY = 0.5
#: Seconds that a finished shard has to deliver its report.
RESULT_TIMEOUT = 10.0


def run_on(  # noqa: D417 -- shared arguments are documented together
    dask_client: Any,
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    settings: Mapping[str, Any] | None = None,
    operation: str | None = None,
    defaults: Mapping[str, Any] | None = None,
    failures: str | os.PathLike[str] | None = None,
    shards: int | None = None,
    concurrency: int = 16,
    rate: float | None = None,
    give_up_after: float | None = None,
    longest_wait: float | None = None,
    retry_failed: bool = False,
    max_calls: int | None = None,
    max_total_tokens: int | None = None,
    on_progress: Callable[[Report], object] | None = None,
) -> Report:
    """Run a batch like `run`, on the workers of a Dask cluster, and merge their outputs.

    Input and output must be on storage that this process and all workers share under the same names. A shard reads its
    existing output first, so if a worker dies, only its calls in flight are paid for twice. Each worker has its own
    client.

    It raises what `run` raises, and `ConfigurationError` if the cluster is lost. It takes the same arguments besides
    these.

    Args:
        dask_client: a `distributed.Client`, which stays open.
        settings: arguments of each worker's `Client`. Keys come from the worker's environment or from here; they are
            sent separately from the tasks, over connections that are encrypted or local.
        shards: number of shards. Defaults to that of the existing output, else two per worker.
        concurrency: maximum number of calls in flight on each worker.
        rate: maximum calls per second of the whole run, divided among the busy workers.
        max_calls: as for `run`, divided equally among the shards.
        max_total_tokens: as for `run`, divided equally among the shards.
    """
    distributed()
    settings = dict(settings or {})
    _check_settings(dask_client, settings)
    given = {"input": source, "output": output, "failures": failures}
    files = [path and checked_path(name, path) for name, path in given.items()]
    if STREAM in files:
        raise ConfigurationError("on a cluster, input and output must be files")
    files = [path and str(Path(path).absolute()) for path in files]
    parts = {"operation": operation, "defaults": dict(defaults or {}), "retry_failed": retry_failed}
    options = {"concurrency": concurrency, "give_up_after": give_up_after, "longest_wait": longest_wait}
    budgets = {"max_calls": max_calls, "max_total_tokens": max_total_tokens}
    run = _Run(dask_client, files, _shards(dask_client, files, shards), parts, options, rate, budgets)
    try:
        return run.run(settings, on_progress)
    except Exception as error:
        if isinstance(error, DatadogError) or dask_client.status == "running":
            raise
        raise ConfigurationError(f"the Dask cluster is lost, run it again to resume: {error}") from error


def distributed() -> Any:
    """Import Dask, an extra. Raises `ConfigurationError`, naming the extra, if it is missing."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        needs = f"a cluster requires an extra: pip install 'datadog-llm-client[dask]' ({error})"
        raise ConfigurationError(needs) from error


def _check_settings(dask_client: Any, settings: Mapping[str, Any]) -> None:
    secrets = [name for name in SECRETS if settings.get(name) is not None]
    address = urlsplit(dask_client.scheduler.address)
    is_safe = address.scheme in ("tls", "wss", "inproc") or address.hostname in ("127.0.0.1", "::1", "localhost")
    if secrets and not is_safe:
        raise ConfigurationError(
            f"settings: {', '.join(secrets)} would be sent unencrypted to {dask_client.scheduler.address}: "
            "set them in the environment of the workers, or use a cluster with TLS"
        )


def _shards(dask_client: Any, files: list[Any], count: int | None) -> list[Shard]:
    """Return those of the existing output, or new ones."""
    output = Paths.of(*files).output
    assert output is not None
    for shard in find_shards(output):
        if count not in (None, shard.count):
            raise ConfigurationError(f"{output}: has {shard.count} shards: use the same number, or another output")
        count = shard.count
    return shards_of(count or SHARDS_PER_WORKER * max(len(dask_client.nthreads()), 1))


@define(eq=False)
class _Run:
    """A run: what each `Batch` and its map are given, and what is known of the shards."""

    _dask: Any
    _files: list[Any]
    _shards: list[Shard]
    _parts: Mapping[str, Any]
    _options: Mapping[str, Any]
    _rate: float | None
    _budgets: Mapping[str, int | None]
    _id: str = Factory(lambda: f"datadog-llm-{uuid.uuid4().hex[:12]}")
    _waiting: deque[Shard] = Factory(lambda self: deque(self._shards), takes_self=True)
    _running: dict[Any, tuple[str, Shard]] = Factory(dict)
    _reports: dict[str, Report] = Factory(dict)
    _done: set[str] = Factory(set)
    _deaths: Counter[Shard] = Factory(Counter)
    _share: float | None = None
    _stopped: Stop | None = None
    _is_told: bool = False

    def run(self, settings: Mapping[str, Any], on_progress: Callable[[Report], object] | None) -> Report:
        """Run all shards."""
        from . import workers

        self._dask.subscribe_topic(self._id, self._hear)
        try:
            self._dask.register_plugin(workers.Member(settings), name=self._id)
            with finish_on_signals(self._finish):
                while self._running or (self._waiting and self._stopped is None):
                    self._look(workers)
                    if on_progress is not None:
                        on_progress(self._report())
        finally:
            self._dask.unsubscribe_topic(self._id)
            self._dask.cancel(list(self._running))
            self._dask.unregister_worker_plugin(self._id)  # which ends the shards still running
        report = self._report()
        if len(self._reports) == len(self._shards):
            merged = merge(self._files[1], self._files[2])
            report.answered, report.failed, report.usage = merged.answered, merged.failed, merged.usage
        return report

    def _finish(self, reason: Stop) -> None:
        self._stopped = reason

    def _look(self, workers: Any) -> None:
        """Collect finished shards, reassign those of lost workers, and divide the rate."""
        alive = set(self._dask.nthreads())
        for future, (worker, shard) in list(self._running.items()):
            if future.status in ("pending", "lost") and worker in alive:
                continue
            del self._running[future]
            result = None
            if worker in alive and future.status == "finished":
                with suppress(TimeoutError):  # its worker has died since, and Dask would wait for it
                    result = future.result(timeout=RESULT_TIMEOUT)
            if result is None:
                self._lost(future, worker, shard)
            else:
                self._reports[str(shard)] = Report(**result)
                self._done.add(str(shard))
        if self._stopped is not None and not self._is_told:
            self._is_told = True
            self._dask.run(workers.change, self._id, "finish", self._stopped, on_error="ignore")
        busy = {worker for worker, _ in self._running.values()}
        free = sorted(alive - busy)[: len(self._waiting)] if self._stopped is None else []
        share = self._rate and self._rate / max(len(busy) + len(free), 1)
        if self._share not in (None, share):
            self._dask.run(workers.change, self._id, "set_rate", share, on_error="ignore")
        self._share = share
        for worker in free:
            self._submit(workers.run_shard, worker, self._waiting.popleft())
        if self._running:
            with suppress(TimeoutError):
                distributed().wait(list(self._running), timeout=EVERY, return_when="FIRST_COMPLETED")
        elif self._waiting:
            self._dask.wait_for_workers(1)

    def _submit(self, task: Callable[..., Any], worker: str, shard: Shard) -> None:
        parts = {**self._parts, "files": (*self._files, str(shard))}
        for name, budget in self._budgets.items():
            whole, rest = divmod(budget or 0, shard.count)
            parts[name] = None if budget is None else whole + (shard.number <= rest)
        if str(shard) in self._reports:  # it has run before, and lines that failed then must not be paid for again
            parts["retry_failed"] = False
        future = self._dask.submit(
            task,
            self._id,
            parts,
            {**self._options, "rate": self._share},
            key=f"{self._id}-{shard.number}-of-{shard.count}-{self._deaths[shard]}",
            workers=[worker],
            allow_other_workers=False,
            pure=False,
        )
        self._running[future] = (worker, shard)

    def _lost(self, future: Any, worker: str, shard: Shard) -> None:
        """Handle a shard that failed: raise its own error, or run it again if its worker died."""
        error = future.exception() if future.status == "error" else None
        if error is not None and not isinstance(error, distributed().KilledWorker):
            raise error
        self._dask.cancel([future])
        self._deaths[shard] += 1
        if self._deaths[shard] >= MOST_DEATHS:
            raise ConfigurationError(f"shard {shard}: {MOST_DEATHS} workers died running it, the last one {worker}")
        self._waiting.append(shard)

    def _hear(self, event: tuple[float, Mapping[str, Any]]) -> None:
        message = event[1]
        if message["shard"] not in self._done:
            self._reports[message["shard"]] = Report(**message["report"])

    def _report(self) -> Report:
        """Return the report of all shards. Those that have not started are assumed to be as long as the others."""
        found, reports = Report(stopped=self._stopped), list(self._reports.values())
        for report in reports:
            found.answered += report.answered
            found.failed += report.failed
            found.resumed += report.resumed
            found.use(report.usage)
            found.stopped = found.stopped or report.stopped
        if reports:
            found.total = round(sum(report.total or 0 for report in reports) * len(self._shards) / len(reports))
        return found
