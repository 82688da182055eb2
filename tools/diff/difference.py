"""All differences between an earlier state of the repository and the working tree."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools.console import ToolError
from tools.contract import Document, Finding, compare
from tools.project import CONFIG, CONTRACT, GENERATED, PACKAGE, files_in, version_in

from .bump import Bump
from .change import Change
from .changes import changes_between
from .history import checked_out
from .surface import Surface
from .version import next_version


@dataclass(frozen=True)
class Difference:
    """The changes since `ref`. The version depends on the Python API; changes of the contract are listed next to it."""

    ref: str
    python: list[Change]
    contract: list[Finding]
    files: list[str]
    """The files of the package that differ, whether or not callers notice."""
    version: str
    """The version at `ref`."""
    next_version: str
    """The next version, given that the one at `ref` was released."""
    tree_version: str
    bump: Bump
    """The largest change for callers."""


def since(ref: str, root: Path) -> Difference:
    """Compare the working tree in `root` with the state at `ref`."""
    names = CONTRACT, CONFIG, PACKAGE
    with checked_out(root, ref, names) as old:
        for name in names:
            if not (root / name).exists():
                raise ToolError(f"the working tree has no {name}")
        python = changes_between(Surface.load(old / GENERATED, ref), Surface.load(root / GENERATED, "the working tree"))
        files = _different(old / PACKAGE, root / PACKAGE)
        version = _version(old, f"{ref}:{CONFIG}")
        bump = python[0].bump if python else Bump.PATCH if files else Bump.NONE
        return Difference(
            ref=ref,
            python=python,
            contract=compare(
                Document.load(old / CONTRACT, f"{ref}:{CONTRACT}"), Document.load(root / CONTRACT, CONTRACT)
            ),
            files=files,
            version=version,
            next_version=next_version(version, bump),
            tree_version=_version(root, CONFIG),
            bump=bump,
        )


def _version(root: Path, name: str) -> str:
    found = version_in((root / CONFIG).read_text(encoding="utf-8"), name)
    if not re.fullmatch(r"\d+\.\d+\.\d+", found):
        raise ToolError(f"{name}: the version {found} is not three numbers")
    return found


def _different(old: Path, new: Path) -> list[str]:
    one, other = ({name: path.read_bytes() for name, path in files_in(each).items()} for each in (old, new))
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
