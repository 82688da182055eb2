"""Runs a batch on the workers of a Dask cluster, one shard at a time on each."""

from __future__ import annotations

import os
import uuid
from collections import Counter, deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .. import ConfigurationError
from .engine import distributed
from .files import STREAM, Paths, Shard
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

    It raises what `run` raises, and takes the same arguments besides these.

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
    if STREAM in (os.fspath(source), os.fspath(output)):
        raise ConfigurationError("on a cluster, input and output must be files")
    files = tuple(None if path is None else str(Path(path).absolute()) for path in (source, output, failures))
    parts = _shards(dask_client, files, shards)
    options = {
        "operation": operation,
        "defaults": dict(defaults or {}),
        "retry_failed": retry_failed,
        "concurrency": concurrency,
        **{name: value for name, value in (("give_up_after", give_up_after), ("longest_wait", longest_wait)) if value},
    }
    run = _Run(dask_client, files, parts, options, rate, {"calls": max_calls, "tokens": max_total_tokens})
    return run.run(settings, on_progress)


def _check_settings(dask_client: Any, settings: Mapping[str, Any]) -> None:
    secrets = [name for name in SECRETS if settings.get(name) is not None]
    address = urlsplit(dask_client.scheduler.address)
    is_safe = address.scheme in ("tls", "wss", "inproc") or address.hostname in ("127.0.0.1", "::1", "localhost")
    if secrets and not is_safe:
        raise ConfigurationError(
            f"settings: {', '.join(secrets)} would be sent unencrypted to {dask_client.scheduler.address}: "
            "set them in the environment of the workers, or use a cluster with TLS"
        )


def _shards(dask_client: Any, files: Any, count: int | None) -> list[Shard]:
    source, output, failures = files
    whole = Paths.of(source, output, failures, None)
    assert whole.output is not None
    found = find_shards(whole.output, least=0)
    if found and count not in (None, found[0].count):
        raise ConfigurationError(f"{whole.output}: has {found[0].count} shards: use the same number, or another output")
    count = found[0].count if found else count or SHARDS_PER_WORKER * max(len(dask_client.nthreads()), 1)
    return [Shard(number, count) for number in range(1, count + 1)]


class _Run:
    def __init__(
        self,
        dask_client: Any,
        files: Any,
        shards: list[Shard],
        options: Mapping[str, Any],
        rate: float | None,
        budgets: Mapping[str, int | None],
    ) -> None:
        self._dask, self._files, self._options = dask_client, files, options
        self._rate, self._budgets, self._shards = rate, budgets, shards
        self._id = uuid.uuid4().hex[:12]
        self._waiting = deque(shards)
        self._running: dict[Any, tuple[str, Shard]] = {}
        self._reports: dict[str, Report] = {}
        self._done: set[str] = set()
        self._deaths: Counter[Shard] = Counter()
        self._share: float | None = None
        self._stopped: Stop | None = None
        self._is_told = False

    def run(self, settings: Mapping[str, Any], on_progress: Callable[[Report], object] | None) -> Report:
        """Run all shards."""
        from .workers import Handover, topic

        name = topic(self._id)
        self._dask.subscribe_topic(name, self._hear)
        try:
            self._dask.register_plugin(Handover(self._id, settings), name=name)
            with finish_on_signals(self._finish):
                while self._running or (self._waiting and self._stopped is None):
                    self._look()
                    if on_progress is not None:
                        on_progress(self._report())
        finally:
            self._dask.unsubscribe_topic(name)
            self._dask.cancel(list(self._running))
            self._dask.unregister_worker_plugin(name)  # which ends the shards still running
        report = self._report()
        if len(self._reports) == len(self._shards):
            merged = merge(self._files[1], self._files[2])
            report.answered, report.failed, report.usage = merged.answered, merged.failed, merged.usage
        return report

    def _finish(self, reason: Stop) -> None:
        self._stopped = reason

    def _look(self) -> None:
        """Collect finished shards, reassign those of lost workers, and divide the rate."""
        from . import workers

        alive = set(self._dask.nthreads())
        for future, (worker, shard) in list(self._running.items()):
            if future.status in ("pending", "lost") and worker in alive:
                continue
            del self._running[future]
            if worker in alive and future.status == "finished" and (result := _result(future)) is not None:
                self._reports[str(shard)] = Report(**result)
                self._done.add(str(shard))
            else:
                self._lost(future, worker, shard)
        if self._stopped is not None and not self._is_told:
            self._is_told = True
            self._dask.run(workers.finish, self._id, self._stopped, workers=[*alive], on_error="ignore")
        busy = {worker for worker, _ in self._running.values()}
        free = sorted(alive - busy)[: len(self._waiting)] if self._stopped is None else []
        share = self._rate and self._rate / max(len(busy) + len(free), 1)
        if share != self._share and busy:
            self._dask.run(workers.set_rate, self._id, share, workers=[*alive], on_error="ignore")
        self._share = share
        for worker in free:
            self._submit(workers.run_shard, worker, self._waiting.popleft())
        wait_for = list(self._running)
        if wait_for:
            try:
                distributed().wait(wait_for, timeout=EVERY, return_when="FIRST_COMPLETED")
            except TimeoutError:
                return
        elif self._waiting:
            self._dask.wait_for_workers(1)

    def _submit(self, task: Callable[..., Any], worker: str, shard: Shard) -> None:
        parts = {
            f"max_{name}": None if budget is None else budget // shard.count + (shard.number <= budget % shard.count)
            for name, budget in (("calls", self._budgets["calls"]), ("total_tokens", self._budgets["tokens"]))
        }
        options = {**self._options, **parts, **({} if self._share is None else {"rate": self._share})}
        if str(shard) in self._reports:  # it has run before, and lines that failed then must not be paid for again
            options["retry_failed"] = False
        future = self._dask.submit(
            task,
            self._id,
            (shard.number, shard.count),
            self._files,
            options,
            key=f"datadog-llm-{self._id}-{shard.number}-of-{shard.count}-{self._deaths[shard]}",
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
        if message["shard"] in self._done:
            return
        self._reports[message["shard"]] = Report(**message["report"])

    def _report(self) -> Report:
        """Return the report of all shards. Those that have not started are assumed to be as long as the others."""
        reports = list(self._reports.values())
        found = Report(stopped=self._stopped)
        if reports:
            found.total = round(sum(report.total or 0 for report in reports) * len(self._shards) / len(reports))
        for report in reports:
            found.answered += report.answered
            found.failed += report.failed
            found.resumed += report.resumed
            found.use(report.usage)
            found.stopped = found.stopped or report.stopped
        return found


def _result(future: Any) -> Any:
    """Return the report of a finished shard, or None if it was on a worker that has died, as Dask would wait for it."""
    try:
        return future.result(timeout=RESULT_TIMEOUT)
    except TimeoutError:
        return None
