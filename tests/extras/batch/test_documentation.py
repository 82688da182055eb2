"""The pages about many calls run as they stand, from their beginning to their end, on the sandbox."""

import csv
import re
from functools import partial
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest
from datadog_llm_client import batch

from sandbox import API_KEY, APP_KEY, Sandbox
from tools.project import ROOT

pytestmark = pytest.mark.installed
#: What only `make test-all` installs.
HEAVY = ("pandas", "pd.", "distributed")


@pytest.fixture
def page(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the code of a page in a folder of its own."""
    client = partial(datadog_llm_client.Client, API_KEY, APP_KEY, base_url=sandbox.url)
    monkeypatch.setattr(datadog_llm_client, "Client", client)
    monkeypatch.chdir(tmp_path)
    with open("prompts.csv", "w", newline="", encoding="utf-8") as table:
        csv.writer(table).writerows(
            [("id", "prompt"), ("q0", "Name a river."), ("q1", "Name a mountain."), ("q2", "Name a lake.")]
        )

    def run(name: str, *, heavy: bool) -> dict[str, Any]:
        names: dict[str, Any] = {}
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            if heavy or not any(word in code for word in HEAVY):
                exec(compile(code, name, "exec"), names)
        return names

    return run


def test_evaluations(page: Any, capsys: pytest.CaptureFixture[str]) -> None:
    names = page("evaluations.md", heavy=False)
    assert (names["report"].answered, names["report"].missing) == (3, None)
    assert "3 0 {" in capsys.readouterr().out


def test_many_calls(page: Any, capsys: pytest.CaptureFixture[str]) -> None:
    page("many-calls.md", heavy=False)
    assert "You said: Name river 29." in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_evaluations_with_tables_and_a_cluster(
    page: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import distributed
    import pandas

    table = {"id": ["q0", "q1", "q2"], "prompt": ["Name a river.", "Name a mountain.", "Name a lake."]}
    pandas.DataFrame(table).to_parquet("prompts.parquet")
    settings = {"api_key": API_KEY, "app_key": APP_KEY, "base_url": sandbox.url}
    monkeypatch.setattr(batch, "run_on", partial(batch.run_on, settings=settings))
    begin: Any = distributed.LocalCluster
    with begin(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        monkeypatch.setattr(distributed, "Client", lambda _: real(cluster))
        real: Any = distributed.client.Client
        page("evaluations.md", heavy=True)
    assert "You said: Name a lake." in capsys.readouterr().out
    assert not [*Path().glob("*.failures.jsonl")] or Path("answers.failures.jsonl").read_text() == ""
