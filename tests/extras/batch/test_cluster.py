"""Batches on a real Dask cluster of two worker processes."""

import importlib
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from datadog_llm_client import ConfigurationError, batch

from tests.support.clients import API_KEY, APP_KEY, KEYS

from .conftest import Desk, numbers, question
from .responder import responder

pytestmark = [pytest.mark.slow, pytest.mark.installed, pytest.mark.filterwarnings("default")]
COUNT, CONCURRENCY = 120, 4


@contextmanager
def two_workers(folder: Path) -> Iterator[tuple[Any, Any]]:
    """A cluster, and a client of Dask for it."""
    distributed: Any = importlib.import_module("distributed")
    options = {"dashboard_address": "127.0.0.1:0", "local_directory": str(folder)}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, **options) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield cluster, client


@pytest.fixture(scope="module")
def dask_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("dask")
    with two_workers(folder) as (_, client):
        client.folder = folder
        yield client


def lines_of_shards(folder: Path) -> int:
    return sum(
        path.read_bytes().count(b"\n") for path in folder.glob("out.*-of-*.jsonl") if "failures" not in path.name
    )


def test_a_worker_is_killed(dask_client: Any, desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(COUNT)])
    pids = dask_client.run(os.getpid)
    killed: list[int] = []

    def kill(report: batch.Report) -> None:
        if not killed and lines_of_shards(desk.folder) > COUNT // 6:
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    with responder(0.05) as (url, asked):
        report = desk.run_on(dask_client, url, concurrency=CONCURRENCY, on_progress=kill)
        assert killed
        assert (report.answered, report.failed, report.total, report.missing) == (COUNT, 0, COUNT, 0)
        assert numbers(desk.path("out.jsonl")) == list(range(1, COUNT + 1))
        assert sum(asked.values()) - COUNT <= CONCURRENCY
        # As on one machine: the same again has nothing to do, here and there.
        again = desk.run_on(dask_client, url)
        assert (again.answered, again.resumed) == (COUNT, COUNT)
        assert desk.run().resumed == COUNT
        assert sum(asked.values()) - COUNT <= CONCURRENCY


def test_keys_show_nowhere(dask_client: Any, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.write(*[question(f"q{number}") for number in range(30)])
    seen: list[str] = []

    def look(report: batch.Report) -> None:
        if not seen:
            dask_client.dump_cluster_state(str(desk.path("state")), format="yaml")
            seen.append(desk.path("state.yaml").read_text())
            seen.extend(str(lines) for lines in dask_client.get_worker_logs(nanny=False).values())
            seen.append(str(dask_client.get_scheduler_logs()))
            seen.append(
                repr(dask_client.run(lambda dask_worker: [repr(vars(p)) for p in dask_worker.plugins.values()]))
            )

    with caplog.at_level(logging.DEBUG), responder(0.02) as (url, _):
        desk.run_on(dask_client, url, concurrency=2, on_progress=look)
    folders = (desk.folder, dask_client.folder)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    written = [path.read_bytes().decode("latin-1") for path in files]
    assert len(seen) >= 4
    assert "-1-of-4-0" in seen[0]  # it is the state of the run that was looked at
    for text in [*seen, *written, caplog.text]:
        assert API_KEY not in text
        assert APP_KEY not in text
    # Nothing of it stays.
    plugins = dask_client.run_on_scheduler(lambda dask_scheduler: [*dask_scheduler.worker_plugins])
    assert not [name for name in plugins if name.startswith("datadog-llm")]


def rates(dask_worker: Any) -> list[Any]:
    """On a worker: to what the rate of each run was changed."""
    from datadog_llm_client.batch.workers import Member

    members = [plugin for plugin in dask_worker.plugins.values() if isinstance(plugin, Member)]
    return [member._changes.get("set_rate") for member in members]


def test_those_that_are_left_share_the_rate(desk: Desk) -> None:
    """A worker that dies and is not started again leaves its share to the other one."""
    desk.write(*[question(f"q{number}") for number in range(2 * COUNT)])
    before: list[Any] = []
    after: list[Any] = []
    with two_workers(desk.path("dask")) as (cluster, client), responder(0.02) as (url, _):

        def kill(report: batch.Report) -> None:
            if after:
                return
            if len(client.nthreads()) == 1:
                after.extend(found for found in client.run(rates).values() if found == [40.0])
            elif lines_of_shards(desk.folder) > COUNT // 6 and not before:
                before.extend(client.run(rates).values())
                nanny = cluster.workers[0]
                nanny.status = type(nanny.status).closing_gracefully  # so that it does not start it again
                os.kill(nanny.pid, signal.SIGKILL)

        report = desk.run_on(client, url, shards=2, rate=40.0, on_progress=kill)
    assert before == [[None], [None]]  # each began with half, which was not changed
    assert after == [[40.0]]
    assert (report.answered, report.failed) == (2 * COUNT, 0)


def test_a_lost_cluster_is_named(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(COUNT)])
    with (
        two_workers(desk.path("dask")) as (cluster, client),
        responder(0.02) as (url, _),
        pytest.raises(ConfigurationError, match="the Dask cluster is lost, run it again to resume"),
    ):
        desk.run_on(client, url, concurrency=2, on_progress=lambda _: cluster.close())


def test_failures_and_budgets(dask_client: Any, desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(20)])
    with responder() as (url, asked):
        report = desk.run_on(dask_client, url, shards=2, max_calls=5)
        assert (report.stopped, report.answered, sum(asked.values())) == ("max_calls", 5, 5)
        with pytest.raises(ConfigurationError, match="has 2 shards"):
            desk.run_on(dask_client, url, shards=3)
        report = desk.run_on(dask_client, url, shards=2)
        assert (report.stopped, report.answered, sum(asked.values())) == (None, 20, 20)


def test_a_signal_ends_it_and_it_resumes(dask_client: Any, desk: Desk) -> None:
    count = 100
    desk.write(*[question(f"q{number}") for number in range(count)])
    interrupted: list[int] = []

    def interrupt(report: batch.Report) -> None:
        if report.answered and not interrupted:  # a second one would not wait
            interrupted.append(report.answered)
            signal.raise_signal(signal.SIGINT)

    with responder(0.1) as (url, asked):
        report = desk.run_on(dask_client, url, concurrency=2, on_progress=interrupt)
        assert report.stopped == "SIGINT"
        assert 0 < report.answered == sum(asked.values()) < count
        report = desk.run_on(dask_client, url, concurrency=2)
    assert (report.stopped, report.answered, sum(asked.values())) == (None, count, count)


def test_keys_are_not_sent_in_the_clear() -> None:
    far: Any = SimpleNamespace(scheduler=SimpleNamespace(address="tcp://10.0.0.1:8786"))
    with pytest.raises(ConfigurationError, match="api_key, app_key would be sent unencrypted") as told:
        batch.run_on(far, "in.jsonl", "out.jsonl", settings=KEYS)
    assert API_KEY not in str(told.value)
