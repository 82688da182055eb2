"""The requirements are complete, pinned, and the same for everybody."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.project import PINS, ROOT

LISTS = sorted((ROOT / "requirements").glob("*.txt"))
GROUPS: dict[str, list[str]] = tomllib.loads((ROOT / PINS).read_text(encoding="utf-8"))["dependency-groups"]


def pins(path: Path) -> list[tuple[str, str, str]]:
    """Return the name, marker and version of each entry, all of which have hashes."""
    found: list[tuple[str, str, str]] = []
    text = re.sub(r"(?m)^ *#.*\n?", "", path.read_text(encoding="utf-8")).replace("\\\n", " ")
    for line in text.splitlines():
        pinned, *hashes = line.split(" --hash=sha256:")
        requirement = Requirement(pinned.strip())
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        assert hashes
        assert all(re.fullmatch(r"[0-9a-f]{64} *", value) for value in hashes)
        found.append((canonicalize_name(requirement.name), str(requirement.marker), specifier.version))
    return found


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_pinned_with_hashes_and_without_addresses(path: Path) -> None:
    assert "://" not in path.read_text(encoding="utf-8")
    assert pins(path)


@pytest.mark.parametrize("group", GROUPS)
def test_a_list_has_all_that_was_asked_for(group: str) -> None:
    asked = {canonicalize_name(Requirement(text).name) for text in GROUPS[group]}
    assert asked
    assert asked <= {name for name, _, _ in pins(ROOT / "requirements" / f"{group}.txt")}


def test_lists_that_share_an_environment_agree() -> None:
    versions: dict[tuple[str, str], str] = {}
    for path in LISTS:
        if path.stem not in ("lowest", "pips"):  # these have their own environments
            for name, marker, version in pins(path):
                assert versions.setdefault((name, marker), version) == version, f"{path.name}: {name}"
