"""The report as text and JSON, and the accepted deviations."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import project
from tools.console import wants_colour
from tools.contract import Document, compare
from tools.contract.deviations import load, sort
from tools.contract.report import Report
from tools.drift.__main__ import main, report
from tools.project import ROOT

from .support import ACCOUNTS, CONTRACT, dump, mutated, set_in

_TIER = set_in("IntegrationAccount.properties", "tier|`\x1b[31m", {"type": "string"})
_ENTRY = """\
deviations:
  - kind: field-added
    reason: It is of no use.
    at:
      GET {operation}:
        - response.200.body[].{name}
"""


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A document with an additional field."""
    path = tmp_path / "changed.yaml"
    path.write_text(dump(mutated(set_in("IntegrationAccount.properties", "tier", {"type": "string"}))))
    return path


def run(theirs: Path, accepted: Path, *options: str) -> int:
    """Run the command with this contract as ours."""
    return main([str(theirs), "--contract", str(CONTRACT), "--deviations", str(accepted), *options])


def test_deviations(changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted = tmp_path / "deviations.yaml"
    accepted.write_text(_ENTRY.format(operation=ACCOUNTS, name="tier"))
    assert run(changed, accepted) == 0
    assert capsys.readouterr().out.endswith("no drift, 1 accepted\n")
    assert run(changed, accepted, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["drift"], record["accepted"][0]["reason"]) == ([], "It is of no use.")

    assert run(CONTRACT, accepted) == 1
    output = capsys.readouterr().out
    assert "no drift, 1 deviation no longer applies" in output
    assert f"GET {ACCOUNTS}\n    response.200.body[].tier  field-added\n        {accepted}:5" in output


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]\n", "a list named `deviations`"),
        ("deviations: [1]\n", "must have a `reason`"),
        ("deviations: [{kind: type-changed, at: {}}]\n", ":1: a deviation must have"),
        ("deviations: [{kind: type-changed, at: {}, reason: ' '}]\n", "needs a reason"),
        ("deviations: [{kind: other, at: {}, reason: x}]\n", "other is not a kind of difference"),
        ("deviations: [{kind: type-changed, at: {a: b}, reason: x}]\n", "must list paths under each operation"),
        ("deviations: [{kind: type-changed, at: {a: [b, b]}, reason: x}]\n", "b is listed twice"),
        ("deviations: [\n", "not valid YAML"),
    ],
)
def test_deviations_that_cannot_be_read(
    text: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = tmp_path / "deviations.yaml"
    accepted.write_text(text)
    assert run(CONTRACT, accepted) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1


def test_the_deviations_of_the_project_are_well_formed() -> None:
    accepted = load(ROOT / project.DEVIATIONS)
    paths = Document.load(ROOT / project.CONTRACT).root["paths"]
    assert accepted
    for deviation in accepted:
        method, _, path = deviation.operation.partition(" ")
        assert method.lower() in paths[path]


@pytest.fixture
def found() -> Report:
    """A report of a finding with control characters in its name."""
    ours = Document.load(CONTRACT, "ours.yaml")
    theirs = Document.load(dump(mutated(_TIER)), "theirs.yaml")
    return report(sort(compare(ours, theirs, ours.scope), []), ours.name, theirs.name, "deviations.yaml")


def test_text(found: Report) -> None:
    plain, coloured = found.text(), found.text(colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;33madditive" in coloured
    assert "\x1b[31m" not in coloured
    assert "response.200.body[].tier|`\\x1b[31m  field-added: " in plain
    assert all(name in plain.splitlines()[-1] for name in ("ours.yaml:", "theirs.yaml:"))


def test_json(found: Report) -> None:
    (finding,) = json.loads(found.json())["drift"]
    assert (finding["kind"], finding["rating"]) == ("field-added", "additive")
    assert finding["operation"] == f"GET {ACCOUNTS}"
    assert finding["new"].startswith("theirs.yaml:")


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    assert not wants_colour(terminal)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert wants_colour(terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(terminal)


def test_names_that_the_terminal_cannot_show(changed: Path, tmp_path: Path) -> None:
    changed.write_text(changed.read_text().replace("tier", "größe"), encoding="utf-8")
    options = ["--contract", str(CONTRACT), "--deviations", str(tmp_path / "none")]
    command = [sys.executable, "-m", "tools.drift", str(changed), *options]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "")
    assert "gr\\xf6\\xdfe" in result.stdout


def test_two_states_of_one_document_need_no_common_prefix(tmp_path: Path) -> None:
    ours = Document.load(CONTRACT)
    more = mutated(set_in("paths", "/other", {"get": {"responses": {"200": {"description": "Other."}}}}))
    (finding,) = compare(ours, Document.load(dump(more), "more"))
    assert (finding.kind, finding.operation) == ("operation-added", "GET /other")
