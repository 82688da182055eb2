"""The record of the stock templates that ours were written against."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tools import templates
from tools.project import Project

PINNED = Project.load().generator
NEXT = "openapi-python-client==99.0"


def test_the_record_of_the_project_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert templates.main([]) == 0
    assert capsys.readouterr().err == ""


def test_only_overrides_are_recorded(tmp_path: Path) -> None:
    ours, stock = tmp_path / "ours", tmp_path / "stock"
    for directory, names in ((ours, ("b", "a", "own")), (stock, ("a", "b", "unused"))):
        directory.mkdir()
        for name in names:
            (directory / f"{name}.jinja").write_text(name)
    found = templates.installed(ours, stock)
    assert list(found["sha256"]) == ["a.jinja", "b.jinja"]
    assert len(set(found["sha256"].values())) == 2


@pytest.mark.parametrize(
    ("changes", "pinned", "said"),
    [
        ({}, PINNED, []),
        ({"generator": "other==1"}, PINNED, [f"the templates were written for other==1, but {PINNED} is pinned"]),
        ({"sha256": {"a": "0", "b": "2"}}, PINNED, ["a: the stock template is not the one that ours was written"]),
        ({"sha256": {"b": "2"}}, PINNED, ["a: the stock template is not the one that ours was written"]),
        ({"sha256": {"a": "1", "b": "2", "c": "3"}}, PINNED, ["c: no longer overrides a stock template"]),
        ({"generator": NEXT}, NEXT, [f"{PINNED} is installed, but {NEXT} is pinned: run `make env`"]),
    ],
)
def test_what_needs_a_look(changes: dict[str, Any], pinned: str, said: list[str]) -> None:
    found = {"generator": PINNED, "sha256": {"a": "1", "b": "2"}}
    lines = list(templates.problems(found | changes, found, pinned))
    assert len(lines) == len(said)
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=True))


def test_accepting_records_what_is_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "stock.json"
    record.write_text(json.dumps({"generator": "other==1", "sha256": {}}))
    assert templates.main([], record) == 1
    assert "then record them with `python -m tools.templates --accept`" in capsys.readouterr().err
    assert templates.main(["--accept"], record) == 0
    assert record.read_text() == templates.RECORD.read_text()


def test_a_generator_that_is_not_installed_yet_is_not_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "99.0")
    assert templates.main(["--accept"], tmp_path / "stock.json") == 2
    assert "run `make env`" in capsys.readouterr().err
    assert not (tmp_path / "stock.json").exists()
