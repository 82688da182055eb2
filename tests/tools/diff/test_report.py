"""The report for people, and the notes of a release."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from tools import release_notes
from tools.diff import Difference, since
from tools.diff.__main__ import main
from tools.diff.presentation import report as presented

from .cases import CASES
from .support import CONFIG, CONTRACT, PACKAGE, TAG, Edit, commit, diff, edit, git, home

pytestmark = pytest.mark.slow

_EDITS: list[Edit] = [
    *(change for case in CASES if case.name in ("keyword", "enum value", "site") for change in case.edits),
    (f"{PACKAGE}/client.py", "def list_accounts(", "def list_all_accounts("),
    (home("Message"), "Role of the author, such as", "Who the author is, such as"),
]


@pytest.fixture(scope="module")
def difference(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Difference:
    """Changes of all ratings."""
    root = tmp_path_factory.mktemp("edited") / "repository"
    shutil.copytree(original, root)
    edit(root, _EDITS)
    return since(TAG, root)


def test_text(difference: Difference) -> None:
    lines = presented(difference).text().splitlines()
    assert lines[0] == "v0.1.0 against the working tree: major; 0.1.0 asks for 0.2.0 (generator-config.yaml says 0.1.0)"
    headings = [line.split(":")[0] for line in lines if line and not line.startswith(" ")]
    assert headings[1:4] == ["major", "minor", "patch"]
    assert "  `Client.list_all_accounts` and `AsyncClient.list_all_accounts` are new.  method-added" in lines
    assert "  `models.AnthropicEffort` no longer has the value `'high'`.  value-removed" in lines
    assert f"v0.1.0:{CONTRACT} against {CONTRACT}: 1 breaking" in lines
    assert re.search(rf"^ +v0.1.0:{CONTRACT}:\d+  {CONTRACT}:\d+$", "\n".join(lines), re.MULTILINE)


def test_colour(difference: Difference) -> None:
    report = presented(difference)
    assert "\x1b[1;31mmajor" in report.text(colour=True)
    assert "\x1b" not in report.text()


NOTES = """\
## [0.2.0] - UNRELEASED

### Added

- `Client.list_all_accounts` and `AsyncClient.list_all_accounts` are new.

### Changed

- In the API (every operation, `servers:uk1.datadoghq.com`): uk1.datadoghq.com is gone.
- The documentation of 1 name is reworded.

### Removed

- **Breaking:** `Client.list_accounts` and `AsyncClient.list_accounts` are gone.
- **Breaking:** `Client.run_inference` and `AsyncClient.run_inference` no longer take the keyword `top_k`.
- **Breaking:** `models.AnthropicEffort` no longer has the value `'high'`.
"""


def test_notes(difference: Difference) -> None:
    assert release_notes.notes(difference) + "\n" == NOTES


def test_notes_of_a_deprecation(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ("      operationId: list_accounts", "      name: account_id", "        max_tokens:")
    margins = ("      ", "      ", "          ")
    added = [f"{line}\n{margin}deprecated: true\n" for line, margin in zip(lines, margins, strict=True)]
    edit(repository, [(CONTRACT, f"{line}\n", new) for line, new in zip(lines, added, strict=True)])
    assert release_notes.main([TAG], repository) == 0
    _, _, deprecated = capsys.readouterr().out.partition("### Deprecated")
    for path in ("operation", "parameter.path.account_id", "request.body.max_tokens"):
        assert f"`{path}`): is deprecated." in deprecated


@pytest.mark.parametrize(
    ("edits", "summary", "notes"),
    [
        (
            [],
            "the package is the same; the contract says the same",
            "## [0.1.0] - UNRELEASED\n\nNothing changed for callers.\n",
        ),
        (
            [(f"{PACKAGE}/_runtime/base.py", "import platform", "import platform  # of this host")],
            "1 file of the package differs, which callers do not see; the contract says the same",
            "## [0.1.1] - UNRELEASED\n\n### Fixed\n\n"
            "- To be written by hand: callers do not see what changed in `_runtime/base.py`.\n",
        ),
    ],
)
def test_little_to_say(
    edits: list[Edit], summary: str, notes: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository, edits)
    assert main([TAG], repository) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["", summary]
    assert release_notes.main([TAG], repository) == 0
    assert capsys.readouterr().out == notes


def test_nothing_is_left_behind(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    edit(repository, [*_EDITS, (CONFIG, "0.1.0", "0.2.0")])
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*") if path.is_file()}
    code, report = diff(capsys, repository, TAG)
    assert (code, report["version"]) == (1, {"old": "0.1.0", "next": "0.2.0", "working_tree": "0.2.0"})
    assert list(aside.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*") if path.is_file()} == before
    assert git(repository, "worktree", "list").count("\n") == 1


def test_the_project_may_stand_deeper_in_its_repository(
    original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "apart" / "clients" / "ours"
    shutil.copytree(original, project, ignore=shutil.ignore_patterns(".git"))
    git(tmp_path / "apart", "init", "--quiet")
    commit(tmp_path / "apart", "deep")
    assert diff(capsys, project, "deep")[1]["rating"] == "none"
    edit(project, _EDITS)
    assert diff(capsys, project, "deep")[1]["rating"] == "major"
