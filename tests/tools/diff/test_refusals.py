"""What cannot be compared exits with 2 and one line, and changes nothing."""

from pathlib import Path

import pytest

from tools.diff.__main__ import main

from .support import CONFIG, CONTRACT, PACKAGE, TAG, commit, edit, git, home

pytestmark = pytest.mark.slow


def refused(capsys: pytest.CaptureFixture[str], root: Path, ref: str) -> str:
    """Run the command and return its error."""
    assert main([ref], root) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("diff: ")
    assert output.err.count("\n") == 1
    return output.err


@pytest.mark.parametrize("ref", ["v9.9.9", "", "--output=here", f"{TAG}:{CONTRACT}", "a b; c"])
def test_what_names_no_commit(ref: str, original: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--", ref] if ref.startswith("-") else [ref]
    assert main(arguments, original) == 2
    error = capsys.readouterr().err
    assert "names no commit (tag, branch or hash) of this repository: " in error
    assert error.count("\n") == 1
    assert git(original, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", [CONTRACT, PACKAGE, CONFIG])
def test_a_commit_without_what_is_needed(name: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "rm", "-r", "--quiet", name)
    commit(repository, "without")
    assert refused(capsys, repository, "without").startswith(f"diff: without: has no {name}: ")
    assert refused(capsys, repository, TAG) == f"diff: the working tree has no {name}\n"


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "git finds no repository: fatal: not a git repository" in refused(capsys, tmp_path, TAG)


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (CONTRACT, "openapi: 3.1.0", "openapi: [", f"{CONTRACT}:"),
        (CONFIG, "package_version_override: 0.1.0", "", f"{CONFIG}: has no "),
        (CONFIG, "0.1.0", "next", f"{CONFIG}: the version next is not "),
        (home("Message"), "class", "klass", "the working tree: cannot be read"),
        (f"{PACKAGE}/__init__.py", "import", "imp ort", "the working tree: cannot be read"),
        (f"{PACKAGE}/__init__.py", '"Unset",', '"Unknown",', "the working tree: cannot be read"),
    ],
)
def test_a_tree_that_cannot_be_read(
    name: str, old: str, new: str, reason: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository, [(name, old, new)])
    assert refused(capsys, repository, TAG).startswith(f"diff: {reason}")


def test_a_commit_that_cannot_be_read(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, [(CONTRACT, "openapi: 3.1.0", "openapi: ["), (f"{PACKAGE}/client.py", "class", "klass")])
    commit(repository, "spoilt")
    git(repository, "checkout", "--quiet", TAG)
    assert refused(capsys, repository, "spoilt").startswith("diff: spoilt: cannot be read as a Python package")
