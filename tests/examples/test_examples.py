"""The examples run as they stand, on the sandbox."""

import csv
import re
import runpy
import sys
from functools import partial
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest
from datadog_llm_client import batch

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.examples import run_example
from tools.project import ROOT

pytestmark = pytest.mark.installed


@pytest.fixture
def run(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs an example with arguments, and gives what it printed."""
    client = partial(datadog_llm_client.Client, API_KEY, APP_KEY, base_url=sandbox.url)
    monkeypatch.setattr(datadog_llm_client, "Client", client)

    def run(name: str, *arguments: object) -> str:
        path = str(ROOT / "examples" / name)
        monkeypatch.setattr(sys, "argv", [path, *map(str, arguments)])
        runpy.run_path(path, run_name="__main__")
        return capsys.readouterr().out

    return run


def test_evaluate_csv(run: Any, tmp_path: Path) -> None:
    source, output = tmp_path / "questions.csv", tmp_path / "answers.csv"
    source.write_text('id,question\na,"Hello, you?"\nb,"What is the\ncapital of France?"\n', encoding="utf-8")
    for _ in range(2):  # the second time it has nothing to do
        assert run("evaluate_csv.py", source, output).startswith("2 answered, 0 failed, ")
        with output.open(newline="", encoding="utf-8") as table:
            answers = {row["id"]: row["answer"] for row in csv.DictReader(table)}
        assert "Hello, you?" in answers["a"]
        assert "What is the\ncapital of France?" in answers["b"]
    assert len((tmp_path / "answers.answers.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_map_at_a_rate(run: Any) -> None:
    lines = run("map_at_a_rate.py", "What is the capital of France?").splitlines()
    assert len(lines) > 1
    assert all(" 5/5 " in line and "Paris" in line for line in lines)


@pytest.mark.slow
def test_opentelemetry_traces(sandbox: Sandbox) -> None:
    pytest.importorskip("opentelemetry.instrumentation.httpx")
    printed = run_example((ROOT / "examples" / "opentelemetry_traces.py").read_text(encoding="utf-8"), sandbox.url)
    assert API_KEY not in printed
    assert APP_KEY not in printed
    names = re.findall(r'^    "name": "(.*)"', printed, re.MULTILINE)
    assert names == ["GET", "POST", "capital-of-france"], "each attempt is a span"
    assert printed.count('"http.status_code": 200') == 2
    assert len(set(re.findall(r'"parent_id": "(.*)"', printed))) == 1
    assert '"gen_ai.usage.input_tokens": ' in printed


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_evaluate_on_dask(run: Any, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    settings = {"api_key": API_KEY, "app_key": APP_KEY, "base_url": sandbox.url}
    monkeypatch.setattr(batch, "run_on", partial(batch.run_on, settings=settings))
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"messages": [{"role": "user", "content": "Hello?"}]}\n' * 5, encoding="utf-8")
    begin: Any = distributed.LocalCluster
    with begin(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        printed = run("evaluate_on_dask.py", cluster.scheduler_address, source, output)
    assert printed == "5 of 5 answered, 0 failed\n"
    assert len(output.read_text(encoding="utf-8").splitlines()) == 5
