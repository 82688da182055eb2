"""Finds the place for a copy, and installs it there in one step."""

import keyword
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.console import ToolError
from tools.exchange import exchange
from tools.project import Project

from .vendored_copy import VendoredCopy


def locate(destination: str, name: str, project: Project) -> Path:
    """Return the directory of the copy, `name` in `destination`. Raises `ToolError`."""
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("__"):
        raise ToolError(f"NAME must be an identifier that Python can import, not {name!r}")
    if unicodedata.normalize("NFKC", name) != name:
        raise ToolError(f"NAME {name!r} cannot be imported: Python normalizes names (NFKC)")
    if not destination:
        raise ToolError("DEST is missing: the directory to put the copy in, as in DEST=../app/src/acme/_vendor")
    try:
        parent = Path(destination).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise ToolError(f"DEST {destination!r}: {error}") from None
    # A loop of links, at which resolving raised RuntimeError before Python 3.13.
    if any(path.is_symlink() for path in (parent, *parent.parents)):
        raise ToolError(f"DEST {destination!r} leads into a loop of links")
    place = parent / name
    if place.is_relative_to(project.root) or project.root.is_relative_to(place):
        raise ToolError(f"DEST {destination!r} is in this repository; it must be in the host's")
    existing = next(path for path in (parent, *parent.parents) if path.exists())
    if not existing.is_dir():
        raise ToolError(f"DEST {destination!r} is not a directory: {existing} is a file")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise ToolError(f"{place} exists and is not a directory")
    return place


def install(copy: VendoredCopy, place: Path) -> None:
    """Replace `place` with the copy in one step, so that readers see either the old copy or the new one."""
    with (
        _directory(place.parent),
        # Next to the place, and so on the same file system. The dot prevents imports.
        tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent, ignore_cleanup_errors=True) as aside,
    ):
        new = Path(aside) / place.name
        copy.write(new)
        exchange(new, place)


def missing_directories(path: Path) -> list[Path]:
    """Return the directories that must be created, outermost first."""
    return [parent for parent in (path, *path.parents) if not parent.exists()][::-1]


@contextmanager
def _directory(path: Path) -> Iterator[None]:
    """Create the directory, and remove it again if something fails."""
    missing = missing_directories(path)
    inside_package = bool(missing) and (missing[0].parent / "__init__.py").is_file()
    made: list[Path] = []
    try:
        for directory in missing:
            directory.mkdir()
            made.append(directory)
            if inside_package:  # some build tools skip directories that are not packages
                (directory / "__init__.py").touch()
        yield
    except BaseException:
        for directory in reversed(made):
            (directory / "__init__.py").unlink(missing_ok=True)
            directory.rmdir()
        raise
