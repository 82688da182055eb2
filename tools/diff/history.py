"""The files of an earlier state of the repository, which stays as it is."""

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.console import run


@contextmanager
def checked_out(root: Path, ref: str, names: tuple[str, ...]) -> Iterator[Path]:
    """Give a temporary directory with the files and directories `names` of `root` as they were at `ref`."""

    def git(failure: str, *arguments: str) -> str:
        return run(["git", *arguments], failure, cwd=root).strip()

    git(f"{root}: git finds no repository", "rev-parse", "--git-dir")
    unknown = f"{ref or 'an empty name'}: names no commit (tag, branch or hash) of this repository"
    # `--end-of-options`: a name with a dash in front is no option either.
    commit = git(unknown, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
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
