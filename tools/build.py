"""Builds the wheel and the sdist, and checks that they are what they should be: `python -m tools.build`.

The wheel is built twice, from the tree and from the unpacked sdist, and both have to be the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.console import FINE, ToolError, command, run
from tools.project import Project, files_in

# The time of every file inside: a constant, since an sdist knows no commit. It is what hatchling takes of itself.
EPOCH = "1580601600"


@dataclass(frozen=True)
class Distributions:
    """What is published."""

    wheel: Path
    sdist: Path

    @property
    def paths(self) -> tuple[Path, Path]:
        """Both files."""
        return self.wheel, self.sdist


def build(project: Project, out: Path) -> Distributions:
    """Build and check both, and put them into `out` in the place of those that were there."""
    with tempfile.TemporaryDirectory(prefix="build-") as directory:
        built, unpacked = Path(directory, "built"), Path(directory, "unpacked")
        wheel, sdist = _run_hatchling(project.root, built, "wheel"), _run_hatchling(project.root, built, "sdist")
        again = _run_hatchling(unpack(sdist, unpacked), unpacked, "wheel")
        if again.read_bytes() != wheel.read_bytes():
            raise ToolError(f"{wheel.name}: from the sdist it has other bytes than from the tree")
        _compare(wheel.name, _wheel_names(wheel), _expected_in_wheel(project))
        expected = _expected_in_sdist(project)
        if expected is not None:
            _compare(sdist.name, _sdist_names(sdist), expected)
        _check_metadata(wheel, sdist)
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob(f"{project.package.name}-*"):
            old.unlink()
        return Distributions(Path(shutil.copy(wheel, out)), Path(shutil.copy(sdist, out)))


def unpack(sdist: Path, directory: Path) -> Path:
    """Unpack a source distribution into a directory; the tree that was in it."""
    with tarfile.open(sdist) as archive:
        # Python before 3.11.4, as Debian 12 has it, knows no filters. The archive is one that was built here.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        archive.extractall(directory)
    return next(directory.iterdir())


def _run_hatchling(root: Path, out: Path, target: str) -> Path:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HATCH_")}
    environment |= {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
    run(command, f"hatchling could not build the {target}", cwd=root, env=environment)
    return next(out.glob("*.whl" if target == "wheel" else "*.tar.gz"))


def _wheel_names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _sdist_names(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive if not member.isdir()}


def _expected_in_wheel(project: Project) -> set[str]:
    """The package, its metadata and its licence, and nothing else."""
    package = project.package
    files = {f"{package.name}/{name}" for name in files_in(package)}
    information = f"{package.name}-{project.version}.dist-info"
    names = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    metadata = {f"{information}/{name}" for name in names}
    return files | metadata | {f"{package.name}/py.typed", f"{package.name}/__init__.py"}


def _expected_in_sdist(project: Project) -> set[str] | None:
    """All that git does not ignore; None where this is no repository, as in an unpacked sdist."""
    if not (project.root / ".git").exists():
        return None
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore"]
    listed = run(command, "git cannot list the files", cwd=project.root)
    names = {name for name in listed.split("\0") if name and (project.root / name).is_file()}
    return names | {"PKG-INFO"}


def _compare(archive: str, found: set[str], expected: set[str]) -> None:
    faults = [f"{name} is missing" for name in sorted(expected - found)]
    faults += [f"{name} does not belong there" for name in sorted(found - expected)]
    if faults:
        raise ToolError(f"{archive}: {'; '.join(faults)}")


def _check_metadata(*distributions: Path) -> None:
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, distributions)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise ToolError(f"twine finds fault with the metadata: {(done.stdout + done.stderr).strip()}")


@command("build")
def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    project = Project.load()
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=project.root / "dist", help="where they go")
    options = parser.parse_args(arguments)
    try:
        distributions = build(project, options.out)
    except OSError as error:
        raise ToolError(f"{error.filename}: {error.strerror}") from None
    for path in distributions.paths:
        print(f"{path}  sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
