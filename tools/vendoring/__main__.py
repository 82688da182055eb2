"""`python -m tools.vendoring DEST`: the command behind `make vendor` and `make vendor-check`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools.console import FAILED, FINE, FOUND, ToolError, command
from tools.project import PACKAGE_NAME, Project

from .check import MANIFEST, ManifestError, differences, read_manifest
from .check import report as report_differences
from .install import install, locate
from .vendored_copy import CHECK, VendoredCopy


def vendor(copy: VendoredCopy, place: Path, *, force: bool = False) -> None:
    """Put the copy in its place, unless something would be lost."""
    release = f"{copy.manifest['distribution']} {copy.manifest['version']}"
    if place.exists():
        lost = _lost(place, force)
        old = {name: path.read_bytes() for name in copy.files if (path := place / name).is_file()}
        if not lost and old == copy.files and not _gone(place, copy):
            print(f"{place}: {release}, identical to before")
            return
        if lost and not force:
            listed = "\n".join(f"    {line}" for line in lost)
            raise ToolError(f"{place} was changed since it was vendored; FORCE=1 would lose:\n{listed}", code=FOUND)
        changed = sum(old.get(name) != content for name, content in copy.files.items())
        summary = f"{changed} file(s) changed, {len(_gone(place, copy))} removed"
    else:
        summary = f"{len(copy.files)} files"
    install(copy, place)
    print(f"{place}: {release}, {summary}")
    print("The host has to depend on:")
    for requirement in copy.manifest["dependencies"]:
        print(f"    {requirement}")
    for extra, requirements in copy.manifest["optional_dependencies"].items():
        print(f"and, to use {extra}, on:")
        for requirement in requirements:
            print(f"    {requirement}")
    print(f"Its CI can run: python {place / CHECK}")


def _lost(place: Path, force: bool) -> list[str]:
    try:
        return differences(place, read_manifest(place))
    except ManifestError as error:
        if not (place / MANIFEST).exists():
            raise ToolError(f"{place} exists and was not made by `make vendor`: it has no {MANIFEST}") from None
        if not force:
            raise ToolError(f"{error}; FORCE=1 replaces the whole copy", code=FOUND) from None
        return [str(error)]


def _gone(place: Path, copy: VendoredCopy) -> list[str]:
    """Files of the copy that is there which the copy does not have."""
    try:
        return sorted(read_manifest(place)["files"].keys() - copy.files.keys())
    except ManifestError:
        return []


def check(copy: VendoredCopy, place: Path) -> int:
    """Compare the copy with its manifest, and its version with the one here."""
    code = report_differences(place)
    if code == FAILED:
        return code
    manifest = read_manifest(place)
    theirs, ours = manifest["version"], copy.manifest["version"]
    try:
        newer = Version(ours) > Version(theirs)
    except (InvalidVersion, TypeError):
        newer = ours != theirs
    if newer:
        print(f"A newer version exists here: {ours}. `make vendor` with the same DEST brings it.")
    elif ours != theirs:
        print(f"This repository is at {ours}, which is older.")
    elif manifest["files"] != copy.manifest["files"]:
        print(f"This repository is at {ours} too, with other files.")
    else:
        print("No newer version exists here.")
    return code


@command("vendor")
def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit 0: done; 1: the copy was changed; 2: it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m tools.vendoring", description=__doc__)
    parser.add_argument("destination", metavar="DEST", help="the directory that holds, or will hold, the copy")
    parser.add_argument("--name", default=PACKAGE_NAME, help="the name of the copy")
    parser.add_argument("--force", action="store_true", help="replace a copy that was changed")
    parser.add_argument("--check", action="store_true", help="change nothing; say what differs, and what is newer")
    options = parser.parse_args(arguments)
    # So that being stopped unmakes what was made.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    project = Project.load()
    place = locate(options.destination, options.name, project)
    copy = VendoredCopy.of(project.package, options.name, project)
    if options.check:
        return check(copy, place)
    try:
        vendor(copy, place, force=options.force)
    except OSError as error:
        raise ToolError(f"{place}: {error.strerror}; nothing was changed") from None
    return FINE


if __name__ == "__main__":
    sys.exit(main())
