"""Each kind of change, in both directions: its wording and rating, and the exit code."""

from pathlib import Path

import pytest

from tools.diff.bump import TABLE
from tools.diff.changes import changes_between
from tools.diff.presentation import change_record
from tools.diff.surface import Surface

from .cases import CASES, Case
from .support import PACKAGE, TAG, copy, diff, edit, summaries


@pytest.fixture(scope="module")
def released(original: Path) -> Surface:
    """The package before the edit."""
    return Surface.load(original / "generated", "released")


@pytest.mark.parametrize("case", [case for case in CASES if case.there], ids=lambda case: case.name)
def test_change(case: Case, released: Surface, tmp_path: Path) -> None:
    copy(tmp_path, PACKAGE)
    edit(tmp_path, case.edits)
    edited = Surface.load(tmp_path / "generated", "edited")
    for old, new, rating, expected in (
        (released, edited, case.ratings[0], case.there),
        (edited, released, case.ratings[1], case.back),
    ):
        changes = [change_record(change) for change in changes_between(old, new)]
        assert summaries(changes) == list(expected)
        assert changes[0]["rating"] == rating


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case.command], ids=lambda case: case.name)
def test_command(case: Case, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, case.edits)
    code, there = diff(capsys, repository, TAG)
    assert (code, there["rating"]) == (case.ratings[0] in ("major", "minor"), case.ratings[0])
    assert summaries(there["python"]) == list(case.there)
    assert [finding["kind"] for finding in there["contract"]] == list(case.contract)


def test_there_is_a_case_for_each_kind() -> None:
    assert {line.split()[0] for case in CASES for line in (*case.there, *case.back)} == set(TABLE)


@pytest.mark.slow
def test_nothing_changed_and_untracked_files(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = repository / "generated" / "datadog_llm_client"
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "client.pyc").write_bytes(b"\0")
    code, report = diff(capsys, repository, TAG)
    assert (code, report["rating"], report["files"], report["contract"]) == (0, "none", [], [])
    assert report["version"] == {"old": "0.1.0", "next": "0.1.0", "working_tree": "0.1.0"}
    (package / "_new.py").write_text("")
    assert diff(capsys, repository, TAG)[1]["files"] == ["_new.py"]
