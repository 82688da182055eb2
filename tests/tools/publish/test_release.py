"""What has to hold of the tree before it is published."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.publish.helpers import plain_environment
from tools.console import ToolError
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


class Repository:
    """A repository with one commit."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.environment = plain_environment(home)
        self.write("CHANGELOG.md", CHANGELOG)
        self.git("init", "--quiet")
        self.commit()

    def git(self, *arguments: str) -> None:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=self.root, env=self.environment, check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "tree").mkdir()
    return Repository(tmp_path / "tree", tmp_path)


@pytest.fixture
def project(repository: Repository) -> Project:
    return replace(Project.load(), root=repository.root, version="1.2.0")


def test_release(repository: Repository, project: Project) -> None:
    repository.git("tag", "v1.2.0")
    repository.git("tag", "latest")
    assert problems(project) == []


def test_dirty_tree(repository: Repository, project: Project) -> None:
    repository.git("tag", "v1.2.0")
    repository.write("new.py", "")
    assert problems(project) == ["the tree has changes that are not committed: new.py"]
    repository.git("add", "new.py")
    assert problems(project) == ["the tree has changes that are not committed: new.py"]
    for name in "abcdefg":
        repository.write(name, "")
    assert problems(project) == ["the tree has changes that are not committed: new.py, a, b, c, d, ..."]


def test_tag(repository: Repository, project: Project) -> None:
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is no tag"]
    repository.git("tag", "v1.1.0")
    repository.git("tag", "1.2.0")
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is only 1.2.0, v1.1.0"]
    repository.git("tag", "v1.2.0")
    repository.write("later.py", "")
    repository.commit()
    assert problems(project) == ["the commit must be tagged v1.2.0, and there is no tag"]


@pytest.mark.parametrize(
    "changelog",
    [
        "",
        CHANGELOG.replace("[1.2.0] - 2026-11-21", "[1.2.0]"),
        CHANGELOG.replace("[1.2.0] - 2026-11-21", "1.2.0 - 2026-11-21"),
        CHANGELOG.replace("[1.2.0]", "[1x2.0]"),
        CHANGELOG.replace("- Something.", ""),
    ],
)
def test_changelog(repository: Repository, project: Project, changelog: str) -> None:
    repository.write("CHANGELOG.md", changelog)
    repository.commit()
    repository.git("tag", "v1.2.0")
    missing = "CHANGELOG.md has no entry `## [1.2.0] - YYYY-MM-DD` with text below it"
    assert problems(project) == [missing]
    (repository.root / "CHANGELOG.md").unlink()
    assert problems(project) == ["the tree has changes that are not committed: CHANGELOG.md", missing]


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.2.0-rc1", "the version 1.2.0-rc1 is not in its normal form, 1.2.0rc1"),
        ("next", "the version next is not one of PEP 440"),
    ],
)
def test_version(repository: Repository, project: Project, version: str, said: str) -> None:
    assert problems(replace(project, version=version))[0] == said


def test_no_repository(tmp_path: Path, project: Project) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ToolError, match="^git status: fatal: not a git repository"):
        problems(replace(project, root=tmp_path / "empty"))
