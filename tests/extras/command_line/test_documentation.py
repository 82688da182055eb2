"""The page of the command line: its commands run as they stand, and its table is that of the code."""

import io
import json
import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from datadog_llm_client.command_line.exits import BUDGET_SPENT, EXIT_CODES, FAILED_LINES

from tools.project import ROOT

from .conftest import Command

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ datadog-llm (.*)$", PAGE.replace("\\\n", ""), re.MULTILINE)
DEFAULTS = {"integration": "openai", "account_id": "account-abc123", "model_id": "gpt-4o"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the page names."""
    messages = [{"role": "user", "content": "Hello?"}]
    (tmp_path / "prompts.jsonl").write_text((json.dumps({"messages": messages}) + "\n") * 4, encoding="utf-8")
    (tmp_path / "question.txt").write_text("Hello?", encoding="utf-8")
    (tmp_path / "request.json").write_text(json.dumps({"model_id": "gpt-4o", "messages": messages}), encoding="utf-8")
    (tmp_path / "defaults.json").write_text(json.dumps(DEFAULTS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Hello?"), isatty=lambda: False))
    return tmp_path


def test_the_commands_run(folder: Path, calling: Command, command: Command) -> None:
    assert len(COMMANDS) >= 9
    for line in COMMANDS:
        words = shlex.split(line.partition(" < ")[0])
        outcome = command(*words) if words[:2] == ["batch", "merge"] else calling(*words)
        assert outcome.code == 0, (line, outcome.err)
    for name in ("answers.jsonl", "parts.jsonl"):
        assert len((folder / name).read_text(encoding="utf-8").splitlines()) == 4


def test_the_codes_are_told() -> None:
    told = {code: text for code, text in re.findall(r"^\| (\d+) \| (.*) \|$", PAGE, re.MULTILINE)}
    for name, code in EXIT_CODES.items():
        assert name in told[str(code)]
    assert set(map(int, told)) == {0, *EXIT_CODES.values(), FAILED_LINES, BUDGET_SPENT}
