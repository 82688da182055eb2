"""Batches from the command line: runs, shards, budgets, progress."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest
from datadog_llm_client.batch import Report
from datadog_llm_client.command_line import progress

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.extras.batch.conftest import numbers
from tests.extras.batch.responder import responder

from .conftest import Command

SET = ("--set", "integration=openai", "--set", "account-id=account-abc123", "-s", "model_id=gpt-4o")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [{"id": f"q{number}", "messages": [{"role": "user", "content": f"q{number}"}]} for number in range(10)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_runs_and_resumes(calling: Command, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    first = calling("batch", source, "-o", output, *SET, "--max-calls", 4, "--concurrency", 2, "--rate", 500)
    assert first.code == 21
    assert first.err.splitlines()[-1].startswith("4 of 10 answered, 0 failed, ")
    assert first.err.splitlines()[-1].endswith("tokens, stopped by max-calls")
    assert first.out == ""
    assert calling("batch", source, "-o", output, *SET).code == 0
    assert numbers(output) == list(range(1, 11))


def test_failed_lines_have_a_code_of_their_own(calling: Command, source: Path, tmp_path: Path) -> None:
    with source.open("a") as file:
        file.write('{"account_id": "nope", "messages": [{"role": "user", "content": "x"}]}\n')
    outcome = calling("batch", source, "--output", tmp_path / "out.jsonl", *SET)
    assert outcome.code == 20
    assert "10 of 11 answered, 1 failed" in outcome.err
    assert json.loads((tmp_path / "out.failures.jsonl").read_text())["_error"]["status_code"] == 400


def test_output_into_a_pipe(calling: Command, source: Path) -> None:
    outcome = calling("batch", source, "--output", "-", "--defaults", json.dumps({"integration": "openai"}), *SET)
    assert outcome.code == 0
    assert {line["id"] for line in outcome.lines} == {f"q{number}" for number in range(10)}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--set", "model=gpt-4o"), "use NAME=VALUE"),
        (("--set", "temperature=hot"), "--set temperature: 'hot' is not a number"),
        (("--defaults", "[]"), "--defaults must be a JSON object"),
        (("--defaults", "null"), "--defaults must be a JSON object, not null"),
        (("--shard", "9/8"), "shard must have a form such as '3/8'"),
        (("--operation", "nothing"), "--operation"),
        (("--set", "integration=openai"), "in.jsonl:1: lacks account_id, model_id"),
        (("--max-total-tokens", "1", "--operation", "list-accounts"), "max_total_tokens"),
        (("--dask", "tcp://127.0.0.1:1", "--shard", "1/2"), "use --shard or --dask"),
        (("--shards", "2"), "require --dask"),
        (("--hand-over-keys",), "require --dask"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], told: str, calling: Command, source: Path, tmp_path: Path) -> None:
    outcome = calling("batch", source, "-o", tmp_path / "out.jsonl", *arguments)
    assert outcome.code == 2
    assert told in outcome.err
    assert not (tmp_path / "out.jsonl").exists()


def start(url: str, *arguments: object, environment: Any = None, **streams: Any) -> subprocess.Popen[bytes]:
    name = datadog_llm_client.__name__
    root = Path(datadog_llm_client.__file__).parents[1 + name.count(".")]
    keys = {"DD_API_KEY": API_KEY, "DD_APP_KEY": APP_KEY, **(environment or {})}
    variables = os.environ | {"PYTHONPATH": str(root), "TERM": "xterm", "COLUMNS": "100", **keys}
    command = [sys.executable, "-m", name, *map(str, arguments), "--base-url", url]
    return subprocess.Popen(command, env=variables, **streams)


def seen_on_a_terminal(url: str, *arguments: object, typed: Sequence[str] = (), **environment: str) -> tuple[int, str]:
    """Exit code, and what a person sees."""
    master, slave = pty.openpty()
    process = start(url, *arguments, environment=environment, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    limit = threading.Timer(60, process.kill)
    limit.start()
    waiting = list(typed)
    shown = bytearray()
    while True:
        try:
            chunk = os.read(master, 4096)
        except OSError:  # Linux says so of the end
            break
        if not chunk:
            break
        shown += chunk
        if waiting and shown.endswith(b"(hidden): "):  # what comes before it asks is thrown away
            os.write(master, f"{waiting.pop(0)}\n".encode())
    os.close(master)
    limit.cancel()
    return process.wait(60), shown.decode()


def test_a_person_sees_a_bar(sandbox: Sandbox, source: Path, tmp_path: Path) -> None:
    code, shown = seen_on_a_terminal(sandbox.url, "batch", source, "-o", tmp_path / "out.jsonl", *SET)
    assert code == 0
    assert "\x1b[" in shown
    assert "10/10 answered" in shown
    assert "━" in shown
    # In its place, in the end, a line of what came of it.
    *_, cleared = shown.split("\x1b[2K")
    assert re.fullmatch(r"10 of 10 answered, 0 failed, \d+ tokens\r\n", cleared)


def test_a_person_sees_a_table(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    code, shown = seen_on_a_terminal(sandbox.url, "list-accounts", "openai")
    assert code == 0
    assert "account name" in shown
    assert "\x1b[1m" in shown
    monkeypatch.setenv("NO_COLOR", "1")
    code, shown = seen_on_a_terminal(sandbox.url, "list-accounts", "nothing-of-that-name", "--site", "x")
    assert code == 2
    assert "Error: ConfigurationError" in shown
    assert "\x1b[3" not in shown


def test_a_person_is_asked_for_keys(sandbox: Sandbox) -> None:
    none = {"DD_API_KEY": "", "DD_APP_KEY": ""}
    code, shown = seen_on_a_terminal(sandbox.url, "list-accounts", "openai", typed=(API_KEY, APP_KEY), **none)
    assert code == 0
    assert "DD_API_KEY (hidden): " in shown
    assert "DD_APP_KEY (hidden): " in shown
    assert "account-abc123" in shown
    assert API_KEY not in shown
    assert APP_KEY not in shown


def test_an_interrupt_lets_calls_end(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with responder(0.2) as (url, asked):
        with start(url, "batch", source, "-o", output, *SET, "--concurrency", 1, stderr=subprocess.PIPE) as process:
            while not asked:
                assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 128 + signal.SIGTERM
            assert process.stderr is not None
            assert process.stderr.read().endswith(b"stopped by SIGTERM\n")
        assert len(numbers(output)) == sum(asked.values()) < 10


def test_progress_lines_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.001)
    told = threading.Event()
    monkeypatch.setattr("click.echo", lambda *_, **__: told.set())
    with progress.show_progress() as tell:
        tell(Report(total=10, answered=3))
        assert told.wait(30)


def test_pace() -> None:
    now = [100.0]
    pace = progress.Pace(clock=lambda: now[0])
    now[0] = 110.0
    pace.report = Report(total=4000, answered=1030, failed=20, resumed=50, usage={"total_tokens": 5})
    assert str(pace) == "1,030 of 4,000 answered, 20 failed, 5 tokens, 100.0/s, 0:30 left"
    assert progress.duration(3723) == "1:02:03"


@pytest.mark.slow
@pytest.mark.installed
@pytest.mark.filterwarnings("default")
def test_on_a_cluster(calling: Command, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    output = tmp_path / "out.jsonl"
    begin: Any = distributed.LocalCluster
    with monkeypatch.context() as patch:
        patch.delenv("DD_API_KEY")  # its environment is that of the workers
        cluster = begin(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0")
    with cluster:
        command = ("batch", source, "-o", output, *SET, "--dask", cluster.scheduler_address, "--shards", 3)
        outcome = calling(*command)
        assert outcome.code == 2
        assert "api_key is missing" in outcome.err
        outcome = calling(*command, "--hand-over-keys")
    assert outcome.code == 0
    assert outcome.err.splitlines()[-1].startswith("10 of 10 answered, 0 failed")
    assert numbers(output) == list(range(1, 11))
