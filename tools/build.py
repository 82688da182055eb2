"""Builds the wheel and the sdist, and checks them: `python -m tools.build`.

The wheel is built twice, from the tree and from the unpacked sdist, and the results must be identical.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.console import FINE, ToolError, command, one_line, run, show
from tools.project import Project

# The time of every file inside: a constant, since an sdist knows no commit. It is hatchling's own default.
EPOCH = "1580601600"


@dataclass(frozen=True)
class Distributions:
    """The files of a release."""

    wheel: Path
    sdist: Path

    @property
    def paths(self) -> tuple[Path, Path]:
        """Both files."""
        return self.wheel, self.sdist


def build(project: Project, out: Path) -> Distributions:
    """Build and check both, and put them into `out` in place of older ones. Raises `ToolError`."""
    with tempfile.TemporaryDirectory(prefix="build-") as directory:
        built, unpacked = Path(directory, "built"), Path(directory, "unpacked")
        wheel, sdist = _run_hatchling(project.root, built, "wheel"), _run_hatchling(project.root, built, "sdist")
        again = _run_hatchling(unpack(sdist, unpacked), unpacked, "wheel")
        if again.read_bytes() != wheel.read_bytes():
            raise ToolError(f"{wheel.name}: built from the sdist, it differs from the one built from the tree")
        _check_wheel(wheel, project)
        _check_sdist(sdist, project.root, Path(directory))
        check = ["twine", "--no-color", "check", "--strict", str(wheel), str(sdist)]
        _inspect("twine rejects the metadata", check)
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob(f"{project.package.name}-*"):
            old.unlink()
        return Distributions(Path(shutil.copy(wheel, out)), Path(shutil.copy(sdist, out)))


def unpack(sdist: Path, directory: Path) -> Path:
    """Unpack a source distribution into a directory, and return its tree."""
    with tarfile.open(sdist) as archive:
        # Python before 3.11.4, as in Debian 12, has no filters. The archive was built here.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        archive.extractall(directory)
    return next(directory.iterdir())


def _run_hatchling(root: Path, out: Path, target: str) -> Path:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HATCH_")}
    environment |= {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
    run(command, f"hatchling could not build the {target}", cwd=root, env=environment)
    return next(out.glob("*.whl" if target == "wheel" else "*.tar.gz"))


def _check_wheel(wheel: Path, project: Project) -> None:
    package = project.package
    expected = ["--no-config", "--toplevel", package.name, "--package", str(package)]
    _inspect(f"{wheel.name} has the wrong content", ["check_wheel_contents", *expected, str(wheel)])


def _check_sdist(sdist: Path, root: Path, directory: Path) -> None:
    """Compare it with what git tracks or would track. An unpacked sdist has no repository to compare with."""
    if not (root / ".git").exists():
        return
    # check-sdist reads the index. A copy of it can have new and deleted files without touching the real one.
    index = root / run(["git", "rev-parse", "--git-path", "index"], "git cannot find its index", cwd=root).strip()
    if index.is_file():  # it is missing until something has been added
        shutil.copy(index, directory / "index")
    variables = os.environ | {"GIT_INDEX_FILE": str(directory / "index")}
    run(["git", "add", "--all", "--intent-to-add"], "git cannot list the files", cwd=root, env=variables)
    command = ["check_sdist", "--no-isolation", "--installer", "pip", "--source-dir", str(root)]
    _inspect(f"{sdist.name} has the wrong content", command, variables)


def _inspect(complaint: str, command: list[str], variables: Mapping[str, str] | None = None) -> None:
    """Run a module that checks distributions. Raises `ToolError` with the complaint and its findings."""
    done = subprocess.run([sys.executable, "-m", *command], env=variables, capture_output=True, text=True)
    if done.returncode != 0:
        # check-sdist builds an sdist of its own first, and says so.
        _, differs, listed = done.stdout.partition("SDist does not match git")
        raise ToolError(f"{complaint}: {one_line(listed if differs else done.stdout + done.stderr)}")


@command("build")
def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    project = Project.load()
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=project.root / "dist", help="the output directory")
    options = parser.parse_args(arguments)
    try:
        distributions = build(project, options.out)
    except OSError as error:
        raise ToolError(f"{error.filename}: {error.strerror}") from None
    for path in distributions.paths:
        show(f"{path}  sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
