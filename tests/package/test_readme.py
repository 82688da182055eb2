"""The examples of the README run as they stand, on the sandbox."""

from __future__ import annotations

import re
from functools import partial

import datadog_llm_client
import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tools.project import ROOT

README = ROOT / "README.md"
# Those that import the package as a user of this repository does, and not a vendored copy.
EXAMPLES = [
    code
    for code in re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if "from datadog_llm_client" in code
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_what_guards_main_begins_with_the_commands_of_the_readme() -> None:
    promise = re.search(r"Two commands do everything.*?\.\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert promise is not None
    commands = [line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "make " in line]
    assert commands[:2] == re.findall(r"`(make \w+)`", promise[0])


@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs(
    code: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Client", "AsyncClient"):
        kind = getattr(datadog_llm_client, name)
        monkeypatch.setattr(datadog_llm_client, name, partial(kind, API_KEY, APP_KEY, base_url=sandbox.url))
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()
