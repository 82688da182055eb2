"""The files of an earlier state of the repository, which stays as it is."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.console import ToolError, one_line


@contextmanager
def checked_out(root: Path, ref: str, names: tuple[str, ...]) -> Iterator[Path]:
    """Give a temporary directory with the files and directories `names` of `root` as they were at `ref`."""
    repository = _git(root, "rev-parse", "--git-dir")
    if repository.returncode:
        raise ToolError(f"{root}: git finds no repository: {_complaint(repository)}")
    # `--end-of-options`: a name with a dash in front is no option either.
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit.returncode:
        raise ToolError(f"{ref or 'an empty name'}: names no commit (tag, branch or hash) of this repository")
    found = commit.stdout.decode().strip()
    for name in names:
        # `./`: the project need not be at the top of its repository.
        if _git(root, "cat-file", "-e", f"{found}:./{name}").returncode:
            raise ToolError(f"{ref}: has no {name}")
    archive = _git(root, "archive", "--format=tar", found, "--", *names)
    if archive.returncode:
        raise ToolError(f"{ref}: cannot be read: {_complaint(archive)}")
    with tempfile.TemporaryDirectory() as directory:
        _unpack(archive.stdout, Path(directory))
        yield Path(directory)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except OSError as error:
        raise ToolError(f"git cannot be run: {error.strerror or error}") from error


def _complaint(failed: subprocess.CompletedProcess[bytes]) -> str:
    return one_line(failed.stderr.decode(errors="replace")).removeprefix("fatal: ")


def _unpack(archive: bytes, target: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())
