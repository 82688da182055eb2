"""Checks a vendored copy against its manifest: `python .../_vendored/check.py`. Needs nothing but Python.

Exits with 0 if the copy is as it was vendored, 1 if files were edited, added or removed, and 2 if there is no manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MANIFEST = "_vendored/manifest.json"


class ManifestError(Exception):
    """The manifest cannot be read; the message says why."""


def read_manifest(copy: Path) -> dict[str, Any]:
    """Return the manifest of a copy. Raises `ManifestError`."""
    path = copy / MANIFEST
    try:
        manifest: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise ManifestError(f"{path}: not JSON (a merge conflict?)") from None
    expected = {"distribution": str, "version": str, "files": dict}
    if not isinstance(manifest, dict) or not all(isinstance(manifest.get(key), kind) for key, kind in expected.items()):
        raise ManifestError(f"{path}: not the manifest of a vendored copy")
    return manifest


def differences(copy: Path, manifest: dict[str, Any]) -> list[str]:
    """Return a line for each file that differs from the manifest. Compiled Python is ignored."""
    found = files_of(copy)
    found.pop(MANIFEST, None)
    lines = []
    for name in sorted(manifest["files"].keys() | found.keys()):
        if name not in found:
            lines.append(f"missing: {name}")
        elif name not in manifest["files"]:
            lines.append(f"extra: {name}")
        elif _sha256(found[name]) != manifest["files"][name]:
            lines.append(f"edited: {name}")
    return lines


def files_of(copy: Path) -> dict[str, Path]:
    """Return the files in a directory by name, without compiled Python; none if there is no directory."""
    return {path.relative_to(copy).as_posix(): path for path in _walk(copy)} if copy.exists() else {}


def _walk(copy: Path) -> Iterator[Path]:
    for directory, directories, files in os.walk(copy, onerror=_fail):
        if "__pycache__" in directories:
            directories.remove("__pycache__")
        # A link to a directory is not followed: it is a single entry, which does not belong there.
        links = [name for name in directories if os.path.islink(os.path.join(directory, name))]
        for name in files + links:
            yield Path(directory, name)


def _fail(error: OSError) -> None:
    raise error


def _sha256(path: Path) -> str:
    """Return the hash of a regular file. Anything else has none, and so differs."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""


def report(copy: Path) -> int:
    """Print what differs, and return the exit code."""
    try:
        manifest = read_manifest(copy)
        lines = differences(copy, manifest)
    except ManifestError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    release = f"{manifest['distribution']} {manifest['version']}"
    for line in lines:
        print(line, file=sys.stderr)
    if lines:
        print(f"{copy}: {len(lines)} file(s) differ from {release}", file=sys.stderr)
        return 1
    print(f"{copy}: {release}, as it was vendored")
    return 0


if __name__ == "__main__":
    sys.exit(report(Path(__file__).resolve().parent.parent))
