"""The commands that README and docs/ show run as they stand, and the table of exit codes is that of the code."""

import io
import json
import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from datadog_llm_client.command_line.output import BUDGET_SPENT, EXIT_CODES, FAILED_LINES

from tools.project import ROOT

from .conftest import Command

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
PAGES = {
    page: commands
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if (commands := re.findall(r"^\$ datadog-llm (.*)$", page.read_text("utf-8").replace("\\\n", ""), re.MULTILINE))
}
DEFAULTS = {"integration": "openai", "account_id": "account-abc123", "model_id": "gpt-4o"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the pages name."""
    messages = [{"role": "user", "content": "Hello?"}]
    (tmp_path / "question.txt").write_text("Hello?", encoding="utf-8")
    (tmp_path / "request.json").write_text(json.dumps({"model_id": "gpt-4o", "messages": messages}), encoding="utf-8")
    (tmp_path / "defaults.json").write_text(json.dumps(DEFAULTS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Hello?"), isatty=lambda: False))
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_run(page: Path, folder: Path, calling: Command, command: Command) -> None:
    says_more = any("--defaults" in line for line in PAGES[page])
    line = {"messages": [{"role": "user", "content": "Hello?"}], **({} if says_more else DEFAULTS)}
    (folder / "prompts.jsonl").write_text((json.dumps(line) + "\n") * 4, encoding="utf-8")
    for shown in PAGES[page]:
        words = shlex.split(shown.partition(" < ")[0])
        outcome = command(*words) if words[:2] == ["batch", "merge"] else calling(*words)
        assert outcome.code == 0, (shown, outcome.err)
    outputs = {"answers.jsonl", "parts.jsonl"} & {path.name for path in folder.iterdir()}
    assert outputs
    assert all(len((folder / name).read_text(encoding="utf-8").splitlines()) == 4 for name in outputs)


def test_commands_are_shown() -> None:
    assert {"README.md", "command-line.md"} <= {page.name for page in PAGES}
    assert sum(map(len, PAGES.values())) >= 12


def test_exit_codes_are_documented() -> None:
    told = {code: text for code, text in re.findall(r"^\| (\d+) \| (.*) \|$", PAGE, re.MULTILINE)}
    for name, code in EXIT_CODES.items():
        assert name in told[str(code)]
    assert set(map(int, told)) == {0, *EXIT_CODES.values(), FAILED_LINES, BUDGET_SPENT}
