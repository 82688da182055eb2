"""Where a copy goes, and putting it there whole."""

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
    """The directory of the copy: `name` in `destination`."""
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("__"):
        raise ToolError(f"NAME must be an identifier that Python can import, not {name!r}")
    if unicodedata.normalize("NFKC", name) != name:
        raise ToolError(f"NAME {name!r} cannot be imported: Python looks for it in its normal form (NFKC)")
    if not destination:
        raise ToolError("DEST is missing: the directory to put the copy in, as in DEST=../app/src/acme/_vendor")
    try:
        parent = Path(destination).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a loop of links; RuntimeError before Python 3.13
        raise ToolError(f"DEST {destination!r}: {error}") from None
    place = parent / name
    if place.is_relative_to(project.root) or project.root.is_relative_to(place):
        raise ToolError(f"DEST {destination!r} is in this repository; it must be in the one that takes the copy")
    existing = next(path for path in (parent, *parent.parents) if path.exists())
    if not existing.is_dir():
        raise ToolError(f"DEST {destination!r} is not a directory: {existing} is a file")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise ToolError(f"{place} exists and is not a directory")
    return place


def install(copy: VendoredCopy, place: Path) -> None:
    """Make `place` the copy, at once: whoever looks finds the old copy or the new one."""
    with (
        _directory(place.parent),
        # Beside the place, so that it is on the same file system; the dot keeps it from being imported.
        tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent, ignore_cleanup_errors=True) as aside,
    ):
        new = Path(aside) / place.name
        copy.write(new)
        exchange(new, place)


def missing_directories(path: Path) -> list[Path]:
    """What has to be made for the directory to be there, outermost first."""
    return [parent for parent in (path, *path.parents) if not parent.exists()][::-1]


@contextmanager
def _directory(path: Path) -> Iterator[None]:
    """Make the directory, and unmake what was made of it when things go wrong."""
    missing = missing_directories(path)
    inside_package = bool(missing) and (missing[0].parent / "__init__.py").is_file()
    made: list[Path] = []
    try:
        for directory in missing:
            directory.mkdir()
            made.append(directory)
            if inside_package:  # then some build tools pass over directories that are not packages
                (directory / "__init__.py").touch()
        yield
    except BaseException:
        for directory in reversed(made):
            (directory / "__init__.py").unlink(missing_ok=True)
            directory.rmdir()
        raise
