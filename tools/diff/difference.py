"""All that differs between an earlier state of the repository and the working tree."""

from dataclasses import dataclass
from pathlib import Path

from tools.drift import CannotCompare, Document, Finding
from tools.drift import compare as compare_contracts

from .change import Change
from .compare import compare
from .history import checked_out
from .rating import Rating
from .surface import PACKAGE, Surface
from .version import FILE, next_version, version

CONTRACT = "openapi/llm-obs-integrations.yaml"
GENERATED = "generated"


@dataclass(frozen=True)
class Difference:
    """The changes since `ref`. The Python callers decide on the version; what the contract says stands beside."""

    ref: str
    python: list[Change]
    contract: list[Finding]
    files: list[str]
    """The files of the package that are not the same, whether callers see it or not."""
    version: str
    """The version at `ref`."""
    tree_version: str

    @property
    def rating(self) -> Rating:
        """The worst that callers meet."""
        if not self.python:
            return Rating.PATCH if self.files else Rating.NONE
        return self.python[0].rating

    @property
    def next_version(self) -> str:
        """What the version has to be, if the one at `ref` was released."""
        return next_version(self.version, self.rating)

    @property
    def old_contract(self) -> str:
        """How git calls the contract at `ref`."""
        return f"{self.ref}:{CONTRACT}"


def since(ref: str, root: Path) -> Difference:
    """Compare the working tree in `root` with its state at `ref`."""
    package = f"{GENERATED}/{PACKAGE}"
    with checked_out(root, ref, (CONTRACT, FILE, package)) as old:
        for name in (CONTRACT, FILE, package):
            if not (root / name).exists():
                raise CannotCompare(f"the working tree has no {name}")
        return Difference(
            ref=ref,
            python=compare(Surface.load(old / GENERATED, ref), Surface.load(root / GENERATED, "the working tree")),
            contract=compare_contracts(
                Document.from_file(old / CONTRACT, f"{ref}:{CONTRACT}"), Document.from_file(root / CONTRACT, CONTRACT)
            ),
            files=_different(old / package, root / package),
            version=version((old / FILE).read_text(encoding="utf-8"), f"{ref}:{FILE}"),
            tree_version=version((root / FILE).read_text(encoding="utf-8"), FILE),
        )


def _different(old: Path, new: Path) -> list[str]:
    one, other = _contents(old), _contents(new)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _contents(package: Path) -> dict[str, bytes]:
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(package)): path.read_bytes() for path in files}
