"""The files of an earlier state of the repository, which stays as it is."""

import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.console import ToolError, complain, run
from tools.project import CHANGELOG

_RELEASE = re.compile(r"v(\d+(?:\.\d+)+)")


@contextmanager
def checked_out(root: Path, ref: str, names: tuple[str, ...]) -> Iterator[Path]:
    """Give a temporary directory with the files and directories `names` of `root` as they were at `ref`."""

    def git(failure: str, *arguments: str) -> str:
        return run(["git", *arguments], failure, cwd=root).strip()

    git(f"{root}: git finds no repository", "rev-parse", "--git-dir")
    commit = _commit(root, ref)
    for name in names:
        # `./`: the project need not be at the top of its repository.
        git(f"{ref}: has no {name}", "cat-file", "-e", f"{commit}:./{name}")
    with tempfile.TemporaryDirectory() as directory:
        archive, tree = Path(directory, "archive.tar"), Path(directory, "tree")
        git(f"{ref}: cannot be read", "archive", "--format=tar", f"--output={archive}", commit, "--", *names)
        with tarfile.open(archive) as tar:
            for member in tar:
                if member.isfile() and (file := tar.extractfile(member)):
                    (tree / member.name).parent.mkdir(parents=True, exist_ok=True)
                    (tree / member.name).write_bytes(file.read())
        yield tree


def _commit(root: Path, ref: str) -> str:
    """Return the hash of the commit that `ref` names."""
    unknown = f"{ref or 'an empty name'}: names no commit (tag, branch or hash) of this repository"
    # `--end-of-options`: a name may start with a dash.
    command = ["git", "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}"]
    try:
        return run(command, unknown, cwd=root).strip()
    except ToolError:
        commit = _released(root, ref)
        if commit is None:
            raise
        complain(f"{ref}: no such tag here, so it is {commit[:12]}, which dated this version in {CHANGELOG}")
        return commit


def _released(root: Path, ref: str) -> str | None:
    """Return the hash of the commit that released a version, which clones without tags tell by the changelog."""
    version = _RELEASE.fullmatch(ref)
    if version is None:
        return None
    entry = rf"^## \[{re.escape(version[1])}\] - [0-9]"
    command = ["git", "log", "--format=%H", "-G", entry, "HEAD", "--", f"./{CHANGELOG}"]
    # The oldest: later ones may have corrected the line.
    commits = run(command, f"{ref}: the history cannot be read", cwd=root).split()
    return commits[-1] if commits else None
