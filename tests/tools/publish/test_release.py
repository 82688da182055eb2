"""The conditions for a release."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.publish.helpers import plain_environment
from tools.console import ToolError
from tools.project import CHANGELOG as CHANGELOG_NAME
from tools.project import Project
from tools.publish.release import problems

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-21

### Added

- Something.

## [1.1.0] - 2026-10-01

- The first release.

[1.2.0]: https://example.com/1.2.0
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A repository with one commit."""
    (tmp_path / "tree").mkdir()
    project = replace(Project.load(), root=tmp_path / "tree", version="1.2.0")
    (project.root / CHANGELOG_NAME).write_text(CHANGELOG, encoding="utf-8")
    git(project, "init", "--quiet")
    commit(project)
    return project


def git(project: Project, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    environment = plain_environment(project.root.parent)
    subprocess.run(["git", *identity, *arguments], cwd=project.root, env=environment, check=True)


def commit(project: Project) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "Change")


def test_release(project: Project) -> None:
    git(project, "tag", "v1.2.0")
    git(project, "tag", "latest")
    assert problems(project) == []


def test_tree_with_changes(project: Project) -> None:
    git(project, "tag", "v1.2.0")
    (project.root / "new.py").touch()
    assert problems(project) == ["the tree has changes that are not committed: new.py"]
    git(project, "add", "new.py")
    assert problems(project) == ["the tree has changes that are not committed: new.py"]
    for name in "abcdefg":
        (project.root / name).touch()
    assert problems(project) == ["the tree has changes that are not committed: new.py, a, b, c, d, ..."]


def test_tag(project: Project) -> None:
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is no tag"]
    git(project, "tag", "v1.1.0")
    git(project, "tag", "1.2.0")
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is only 1.2.0, v1.1.0"]
    git(project, "tag", "v1.2.0")
    (project.root / "later.py").touch()
    commit(project)
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is no tag"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CHANGELOG, ""),
        ("[1.2.0] - 2026-11-21", "[1.2.0]"),
        ("[1.2.0] - 2026-11-21", "1.2.0 - 2026-11-21"),
        ("[1.2.0]", "[1x2.0]"),
        ("- Something.", ""),
    ],
)
def test_changelog(project: Project, old: str, new: str) -> None:
    changelog = project.root / CHANGELOG_NAME
    changelog.write_text(CHANGELOG.replace(old, new), encoding="utf-8")
    commit(project)
    git(project, "tag", "v1.2.0")
    missing = "CHANGELOG.md has no entry `## [1.2.0] - YYYY-MM-DD` with text below it"
    assert problems(project) == [missing]
    changelog.unlink()
    assert problems(project) == ["the tree has changes that are not committed: CHANGELOG.md", missing]


def test_version(project: Project) -> None:
    denormal = "the version 1.2.0-rc1 is not in its normal form, 1.2.0rc1"
    assert problems(replace(project, version="1.2.0-rc1"))[0] == denormal
    assert problems(replace(project, version="next"))[0] == "the version next is not one of PEP 440"


def test_no_repository(tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match="^git status: fatal: not a git repository"):
        problems(replace(project, root=tmp_path))
