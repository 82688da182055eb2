"""`python -m tools.vendor DEST`: the command behind `make vendor` and `make vendor-check`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools import vendor_check
from tools.project import Project
from tools.vendor import VendorError
from tools.vendor.edition import CHECK, Edition
from tools.vendor.place import locate, put
from tools.vendor_check import MANIFEST, ManifestError, differences, read_manifest


class LocalEditsError(Exception):
    """The copy that is there holds changes; the message lists them."""


def vendor(edition: Edition, place: Path, *, force: bool = False) -> None:
    """Put the edition in its place, unless something would be lost."""
    release = f"{edition.manifest['distribution']} {edition.manifest['version']}"
    if place.exists():
        lost = _lost(place, force)
        old = {name: path.read_bytes() for name in edition.files if (path := place / name).is_file()}
        if not lost and old == edition.files and not _gone(place, edition):
            print(f"{place}: {release}, identical to before")
            return
        if lost and not force:
            listed = "\n".join(f"    {line}" for line in lost)
            raise LocalEditsError(f"{place} was changed since it was vendored; FORCE=1 would lose:\n{listed}")
        changed = sum(old.get(name) != content for name, content in edition.files.items())
        summary = f"{changed} file(s) changed, {len(_gone(place, edition))} removed"
    else:
        summary = f"{len(edition.files)} files"
    put(edition, place)
    print(f"{place}: {release}, {summary}")
    print("The host has to depend on:")
    for requirement in edition.manifest["dependencies"]:
        print(f"    {requirement}")
    for extra, requirements in edition.manifest["optional_dependencies"].items():
        print(f"and, to use {extra}, on:")
        for requirement in requirements:
            print(f"    {requirement}")
    print(f"Its CI can run: python {place / CHECK}")


def _lost(place: Path, force: bool) -> list[str]:
    try:
        return differences(place, read_manifest(place))
    except ManifestError as error:
        if not (place / MANIFEST).exists():
            raise VendorError(f"{place} exists and was not made by `make vendor`: it has no {MANIFEST}") from None
        if not force:
            raise LocalEditsError(f"{error}; FORCE=1 replaces the whole copy") from None
        return [str(error)]


def _gone(place: Path, edition: Edition) -> list[str]:
    """Files of the copy that is there which the edition does not have."""
    try:
        return sorted(read_manifest(place)["files"].keys() - edition.files.keys())
    except ManifestError:
        return []


def check(edition: Edition, place: Path) -> int:
    """Compare the copy with its manifest, and its version with the one here."""
    code = vendor_check.report(place)
    if code == 2:
        return code
    manifest = read_manifest(place)
    theirs, ours = manifest["version"], edition.manifest["version"]
    try:
        newer = Version(ours) > Version(theirs)
    except (InvalidVersion, TypeError):
        newer = ours != theirs
    if newer:
        print(f"A newer version exists here: {ours}. `make vendor` with the same DEST brings it.")
    elif ours != theirs:
        print(f"This repository is at {ours}, which is older.")
    elif manifest["files"] != edition.manifest["files"]:
        print(f"This repository is at {ours} too, with other files.")
    else:
        print("No newer version exists here.")
    return code


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit 0: done; 1: the copy was changed; 2: it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m tools.vendor", description=__doc__)
    parser.add_argument("destination", metavar="DEST", help="the directory that holds, or will hold, the copy")
    parser.add_argument("--name", default="datadog_llm_client", help="the name of the copy")
    parser.add_argument("--force", action="store_true", help="replace a copy that was changed")
    parser.add_argument("--check", action="store_true", help="change nothing; say what differs, and what is newer")
    options = parser.parse_args(arguments)
    # So that being stopped unmakes what was made.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    project = Project.load()
    try:
        place = locate(options.destination, options.name, project)
        edition = Edition.of(project.package, options.name, project)
        if options.check:
            return check(edition, place)
        _vendor_or_explain(edition, place, options.force)
    except LocalEditsError as error:
        print(f"vendor: {error}", file=sys.stderr)
        return 1
    except VendorError as error:
        print(f"vendor: {error}", file=sys.stderr)
        return 2
    return 0


def _vendor_or_explain(edition: Edition, place: Path, force: bool) -> None:
    try:
        vendor(edition, place, force=force)
    except OSError as error:
        raise VendorError(f"{place}: {error.strerror}; nothing was changed") from None


if __name__ == "__main__":
    sys.exit(main())
