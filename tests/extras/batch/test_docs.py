"""The examples of the pages on many calls run as they stand, one after another, on the sandbox."""

from __future__ import annotations

import csv
import re
from functools import partial
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tools.project import ROOT


@pytest.mark.installed
@pytest.mark.parametrize("page", ["evaluations", "rates"])
def test_the_examples_of_a_page_run(
    page: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = partial(datadog_llm_client.Client, API_KEY, APP_KEY, base_url=sandbox.url)
    monkeypatch.setattr(datadog_llm_client, "Client", client)
    monkeypatch.chdir(tmp_path)
    rows = [{"id": f"q{number}", "prompt": f"Name river {number}."} for number in range(3)]
    with open("prompts.csv", "w", newline="") as file:
        table = csv.DictWriter(file, ["id", "prompt"])
        table.writeheader()
        table.writerows(rows)
    names: dict[str, Any] = {}
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert examples
    for code in examples:
        if "pandas" in code:
            pandas = pytest.importorskip("pandas")
            pytest.importorskip("pyarrow")
            pandas.DataFrame(rows).to_parquet("prompts.parquet")
        exec(compile(code, f"{page}.md", "exec"), names)
    assert capsys.readouterr().out.strip()
    if page == "evaluations":
        assert names["report"].missing is None
        assert names["report"].answered == 3
