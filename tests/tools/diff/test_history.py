"""In clones without tags, as in CI, the changelog tells which commit released a version."""

from pathlib import Path

import pytest

from tools.diff.__main__ import main
from tools.diff.history import checked_out

from .support import CONFIG, TAG, commit, git

pytestmark = pytest.mark.slow

_DRAFT = "# Changelog\n\n## [0.1.0] - UNRELEASED\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with four commits, the second of which released 0.1.0, and without tags."""
    git(tmp_path, "init", "--quiet", "--template=")
    for name, changelog in (
        ("drafted", _DRAFT),
        ("released", _DRAFT.replace("UNRELEASED", "2026-01-02")),
        ("corrected", _DRAFT.replace("UNRELEASED", "2026-01-03")),
        ("gone on", _DRAFT.replace("UNRELEASED", "2026-01-03") + "\nMore.\n"),
    ):
        (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
        (tmp_path / CONFIG).write_text(name, encoding="utf-8")
        commit(tmp_path, name.replace(" ", "-"))
        git(tmp_path, "tag", "--delete", name.replace(" ", "-"))
    return tmp_path


def test_a_version_is_the_commit_that_dated_it(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with checked_out(clone, TAG, (CONFIG,)) as tree:
        assert (tree / CONFIG).read_text(encoding="utf-8") == "released"
    said = capsys.readouterr().err
    assert said.startswith(f"{TAG}: no such tag here, so it is {git(clone, 'rev-parse', 'HEAD~2')[:12]}")
    for ref in ("v0.1", "v0.1.00", "0.1.0", "v0.2.0"):
        assert main([ref], clone) == 2
        assert capsys.readouterr().err.startswith(f"diff: {ref}: names no commit (tag, branch or hash)")
    git(clone, "tag", TAG)
    with checked_out(clone, TAG, (CONFIG,)) as tree:
        assert (tree / CONFIG).read_text(encoding="utf-8") == "gone on", "a tag comes first"
    assert capsys.readouterr().err == ""
