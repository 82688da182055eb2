"""How the rate of a run is divided among the workers of a cluster, which is played here."""

from types import SimpleNamespace
from typing import Any

import pytest
from attrs import asdict, define, field
from datadog_llm_client.batch import Report, Shard, cluster

RATE = 60.0
TASKS: Any = SimpleNamespace(change="change", run_shard="run_shard")


class Future:
    """A task on a worker."""

    status = "pending"

    def result(self, timeout: float) -> dict[str, Any]:
        return asdict(Report(total=1, answered=1))


@define
class Dask:
    """A client of a cluster, on whose workers nothing runs: what they were told, and what is left of the tasks."""

    workers: list[str]
    rates: dict[str, float | None] = field(factory=dict)
    futures: dict[str, Future] = field(factory=dict)

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.workers, 1)

    def run(self, task: str, run: str, name: str, value: Any, on_error: str) -> None:
        assert (task, name) == ("change", "set_rate")
        self.rates |= dict.fromkeys(self.workers, value)

    def submit(self, task: str, run: str, parts: Any, options: dict[str, Any], **where: Any) -> Any:
        (worker,) = where["workers"]
        self.rates.setdefault(worker, options["rate"])  # what it was told since counts for more
        self.futures[worker] = Future()
        return self.futures[worker]

    def cancel(self, futures: list[Any]) -> None:
        pass


def test_workers_that_were_idle_know_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "distributed", lambda: SimpleNamespace(wait=lambda *_, **__: None))
    dask = Dask(["a", "b"])
    shards = [Shard(number, 4) for number in range(1, 5)]
    run = cluster._Run(dask, ["in", "out", None], shards, {}, {}, RATE, {})
    run._look(TASKS)
    assert dask.rates == {"a": RATE / 2, "b": RATE / 2}
    dask.workers = ["a"]
    run._look(TASKS)
    assert dask.rates["a"] == RATE
    # The other one comes back as this one is done, so that nothing runs as they begin anew.
    dask.workers = ["a", "b"]
    dask.futures["a"].status = "finished"
    run._look(TASKS)
    assert dask.rates == {"a": RATE / 2, "b": RATE / 2}
