"""`make publish` in a clone, at a tag."""

import subprocess
from pathlib import Path

import pytest

from tests.tools.publish.helpers import PASSWORD, Server
from tests.tools.support import make
from tools.build import Distributions, unpack
from tools.project import Project

pytestmark = [pytest.mark.generated, pytest.mark.slow]


@pytest.fixture
def clone(built: Distributions, project: Project, tmp_path: Path, environment: dict[str, str]) -> Path:
    """The tree of the sdist, committed and tagged."""
    root = unpack(built.sdist, tmp_path / "clone")
    (root / "PKG-INFO").unlink()
    entry = f"# Changelog\n\n## [{project.version}] - 2026-11-21\n\n- The first release.\n"
    (root / "CHANGELOG.md").write_text(entry, encoding="utf-8")
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "-m", "All"],
        ["tag", f"v{project.version}"],
    ):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=root, env=environment, check=True)
    return root


def make_publish(clone: Path, environment: dict[str, str], *settings: str) -> subprocess.CompletedProcess[str]:
    done = make("publish", *settings, cwd=clone, env=environment)
    assert PASSWORD not in done.stdout + done.stderr
    return done


def test_dry_run_before_there_is_a_tag_or_a_password(
    clone: Path, environment: dict[str, str], server: Server, project: Project
) -> None:
    subprocess.run(["git", "tag", "--delete", f"v{project.version}"], cwd=clone, env=environment, check=True)
    (clone / "README.md").write_text("# Changed\n", encoding="utf-8")
    environment = {name: value for name, value in environment.items() if not name.startswith("TWINE_")}
    done = make_publish(clone, environment, f"INDEX_URL={server.url}", "DRY_RUN=1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": would be uploaded, sha256:") == 2
    credentials = "set TWINE_USERNAME and TWINE_PASSWORD, or use the keyring; which files it has is not known"
    assert done.stdout.splitlines()[-5:] == [
        "Missing until it can be published:",
        "  the tree has changes that are not committed: README.md",
        f"  the commit must be tagged v{project.version}, and there is no tag",
        f"  no credentials for {server.url.split('/')[2]}: {credentials}",
        "DRY_RUN: nothing was uploaded",
    ]


def test_publish(clone: Path, environment: dict[str, str], server: Server) -> None:
    done = make_publish(clone, environment, f"INDEX_URL={server.url}")
    assert (done.returncode, done.stdout.count(": uploaded, sha256:")) == (0, 2), done.stderr
    assert done.stdout.endswith("It was installed from there, and works\n")
    assert len(server.names()) == 2


def test_refusals_are_clear_lines(clone: Path, environment: dict[str, str], server: Server) -> None:
    (clone / "README.md").write_text("# Changed\n", encoding="utf-8")
    for url, said in (
        ("https://me:hunter2@pypi.example.com/", "INDEX_URL contains credentials"),
        (server.url, "the tree has changes that are not committed: README.md\n"),
    ):
        done = make_publish(clone, environment, f"INDEX_URL={url}")
        assert done.returncode != 0
        assert "hunter2" not in done.stdout + done.stderr
        assert done.stderr.startswith(f"publish: {said}")
    assert server.names() == []
