"""`python -m tools.vendoring DEST`: the command behind `make vendor` and `make vendor-check`."""

import argparse
import signal
import sys
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools.console import FAILED, FINE, FOUND, ToolError, command, show
from tools.project import PACKAGE_NAME, Project

from .check import MANIFEST, ManifestError, differences, files_of, read_manifest
from .check import report as report_differences
from .install import install, locate, missing_directories
from .vendored_copy import CHECK, VendoredCopy


def vendor(copy: VendoredCopy, place: Path, *, force: bool = False) -> None:
    """Install the copy, unless local changes would be lost, and print what changed."""
    try:
        made = missing_directories(place.parent)
        replaced, lost = _inspect(place) if place.exists() else (None, [])
        before = _content(place)
        if before == copy.files:
            show(f"{place}: {_release(copy.manifest)}, identical to before")
            return
        if lost and not force:
            listed = "".join(f"\n    {line}" for line in lost)
            raise ToolError(f"{place} has local changes, which FORCE=1 would discard:{listed}", code=FOUND)
        install(copy, place)
    except OSError as error:
        raise ToolError(f"{place}: {error.strerror or error}; nothing was changed") from None
    if made:
        show(f"{place.parent}: created")
    show(f"{place}: {_release(copy.manifest)}, {_summary(before, copy.files)}")
    if replaced and replaced != copy.manifest["version"]:
        newer = ", which is newer" if _is_newer(replaced, copy.manifest["version"]) else ""
        show(f"It replaces {replaced}{newer}.")
    _list("Discarded, because of FORCE=1:", lost)
    _list("The host has to depend on:", copy.manifest["dependencies"])
    for extra, requirements in copy.manifest["optional_dependencies"].items():
        _list(f"and, to use {extra}, on:", requirements)
    show(f"Its CI can run: python {place / CHECK}")


def _inspect(place: Path) -> tuple[str | None, list[str]]:
    """Return the version of an installed copy, and its local changes."""
    try:
        manifest = read_manifest(place)
    except ManifestError as error:
        if not (place / MANIFEST).exists():
            raise ToolError(f"{place} exists and was not made by `make vendor`: it has no {MANIFEST}") from None
        return None, [f"unknown changes: {error}"]
    return manifest["version"], differences(place, manifest)


def _content(place: Path) -> dict[str, bytes | None]:
    """Return the content of an installed copy by file name; None for anything but a regular file."""
    return {
        name: path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for name, path in files_of(place).items()
    }


def _release(manifest: dict[str, object]) -> str:
    return f"{manifest['distribution']} {manifest['version']}"


def _summary(before: dict[str, bytes | None], after: dict[str, bytes]) -> str:
    if not before:
        return f"{len(after)} files"
    changed = sum(before.get(name) != content for name, content in after.items())
    return f"{changed} file(s) changed, {len(before.keys() - after.keys())} removed"


def _list(title: str, lines: list[str]) -> None:
    if lines:
        show("\n    ".join([title, *lines]))


def _is_newer(one: str, other: str) -> bool:
    """Whether the first version is later than the other, if they can be compared."""
    try:
        return Version(one) > Version(other)
    except InvalidVersion:
        return False


def check(copy: VendoredCopy, place: Path) -> int:
    """Compare an installed copy with its manifest, and its version with the current one."""
    code = report_differences(place)
    if code == FAILED:
        return code
    manifest = read_manifest(place)
    theirs, ours = manifest["version"], copy.manifest["version"]
    if _is_newer(ours, theirs):
        show(f"A newer version is available here: {ours}. Run `make vendor` again to update.")
    elif ours != theirs:
        show(f"This repository is at {ours}{', which is older' if _is_newer(theirs, ours) else ''}.")
    elif manifest["files"] != copy.manifest["files"]:
        show(f"This repository is at {ours} too, but its files differ.")
    else:
        show("No newer version is available here.")
    return code


@command("vendor")
def main(arguments: list[str] | None = None) -> int:
    """Run the command. Exits with 0 if it is done, 1 if the copy has local changes, and 2 if it failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.vendoring", description=__doc__)
    parser.add_argument("destination", metavar="DEST", help="the directory for the copy")
    parser.add_argument("--name", default=PACKAGE_NAME, help="the name of the copy")
    parser.add_argument("--force", action="store_true", help="replace a copy that has local changes")
    parser.add_argument("--check", action="store_true", help="change nothing, and print what differs")
    options = parser.parse_args(arguments)
    # So that a half-made copy is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    project = Project.load()
    place = locate(options.destination, options.name, project)
    copy = VendoredCopy.of(project.package, options.name, project)
    if options.check:
        return check(copy, place)
    vendor(copy, place, force=options.force)
    return FINE


if __name__ == "__main__":
    sys.exit(main())
