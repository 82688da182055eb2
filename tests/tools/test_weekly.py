"""The weekly check, and its issue."""

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import weekly
from tools.console import ToolError

# Like `gh issue`, but with the issues in a file.
GH = """
import argparse, json, pathlib, sys
file = pathlib.Path(__file__).with_name("issues.json")
issues = json.loads(file.read_text()) if file.exists() else []
parser = argparse.ArgumentParser()
parser.add_argument("issue"), parser.add_argument("verb"), parser.add_argument("number", nargs="?", type=int)
for name in ("state", "limit", "json", "title", "body", "comment"):
    parser.add_argument("--" + name)
asked = parser.parse_args()
one = issues[asked.number - 1] if asked.number else None
if asked.verb == "list":
    print(json.dumps([each for each in issues if each["state"] == asked.state]))
elif asked.verb == "create":
    issues.append(dict(number=len(issues) + 1, title=asked.title, body=asked.body, state="open", comments=[]))
    print("https://git.example.com/issues/" + str(len(issues)))
elif asked.verb == "edit":
    one["body"] = asked.body
elif asked.verb == "comment":
    one["comments"].append(asked.body)
elif asked.verb == "close":
    one["state"] = "closed"
    one["comments"].append(asked.comment)
file.write_text(json.dumps(issues))
"""


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the issues, once there are any."""
    (tmp_path / "gh.py").write_text(GH, encoding="utf-8")
    command = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(tmp_path / "gh.py"))} "$@"\n'
    (tmp_path / "gh").write_text(command, encoding="utf-8")  # a shebang cannot contain a path with a space
    (tmp_path / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "issues.json"


def issues(tracker: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tracker.read_text(encoding="utf-8"))
    return found


def test_one_issue_is_opened_changed_and_closed(tracker: Path) -> None:
    assert weekly.tell("drift", []) == "nothing was found"
    assert weekly.tell("drift", ["a"]) == "https://git.example.com/issues/1"
    assert weekly.tell("survey", ["b"]) == "https://git.example.com/issues/2"
    assert weekly.tell("drift", ["a"]) == "1 is up to date"
    weekly.tell("drift", ["a", "c"])
    first, second = issues(tracker)
    assert (first["title"], first["body"]) == ("`make drift` found something", weekly.body("drift", ["a", "c"]))
    assert (second["body"], second["comments"]) == (weekly.body("survey", ["b"]), [])
    weekly.tell("drift", [])
    assert [one["state"] for one in issues(tracker)] == ["closed", "open"]
    assert issues(tracker)[0]["comments"] == [
        "The findings changed: see the new description.",
        "`make drift` no longer finds anything.",
    ]
    assert weekly.tell("drift", ["a"]) == "https://git.example.com/issues/3"


def test_what_others_wrote_stays_inside_the_block() -> None:
    text = weekly.body("survey", ["```", "@everyone"])
    assert text.count("```") == 2
    assert text.endswith("\n'''\n@everyone\n```")
    assert len(weekly.body("drift", ["x" * 100] * 1000)) < 65_536, "what is too long ends early"


def test_lines() -> None:
    example = {"name": "list_things", "reason": "no\nsuch type"}
    found: dict[str, Any] = {"reasons": [{"stage": "types", "kind": "no type", "count": 3, "example": example}]}
    assert list(weekly.survey(found)) == ["3 types: no type, for example list_things: no\nsuch type"]
    where = {"operation": "*", "path": "servers:a"}
    drift = where | {"rating": "breaking", "kind": "site-removed", "message": "a is gone"}
    assert list(weekly.drift({"drift": [drift], "stale_deviations": [where | {"kind": "site-added"}]})) == [
        "breaking: * servers:a: a is gone",
        "deviation that no longer applies: * servers:a site-added",
    ]


def test_nobody_could_look(tmp_path: Path, tracker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert weekly.main(["drift", "--upstream", str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err.startswith("weekly: drift could not be run: drift: ")
    assert not tracker.exists()


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("echo '3 passed'", []),
        ("echo 'FAILED tests/a.py::test_b - no _pool'; exit 2", ["FAILED tests/a.py::test_b - no _pool"]),
        ("echo 'no network' >&2; exit 2", None),
    ],
)
def test_canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, seen: list[str] | None) -> None:
    (tmp_path / "make").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (tmp_path / "make").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    if seen is None:
        with pytest.raises(ToolError, match="^the canary could not be run: no network$"):
            weekly.look("canary")
    else:
        assert weekly.look("canary") == seen


def test_dry_run_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DRY_RUN", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(weekly, "look", lambda name, upstream: ["a finding"])
    assert weekly.main(["survey"]) == 0
    assert capsys.readouterr().out == f"{weekly.body('survey', ['a finding'])}\n"
