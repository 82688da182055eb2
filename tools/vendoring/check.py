"""Checks a vendored copy against its manifest: `python .../_vendored/check.py`. Needs nothing but Python.

Exit 0: the copy is as it was vendored; 1: files were edited, are missing, or do not belong there; 2: there is no
manifest to read.
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
    """There is no manifest that can be read; the message says why."""


def read_manifest(copy: Path) -> dict[str, Any]:
    """The manifest of the copy."""
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
    """What makes the copy differ from its manifest, a line a file. Compiled Python is not counted."""
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
    """The files below the directory by their names there, compiled Python left out. There are none where it is not."""
    return {path.relative_to(copy).as_posix(): path for path in _walk(copy)} if copy.exists() else {}


def _walk(copy: Path) -> Iterator[Path]:
    for directory, directories, files in os.walk(copy, onerror=_fail):
        if "__pycache__" in directories:
            directories.remove("__pycache__")
        # A link to a directory is not walked into: it is one thing that does not belong there.
        links = [name for name in directories if os.path.islink(os.path.join(directory, name))]
        for name in files + links:
            yield Path(directory, name)


def _fail(error: OSError) -> None:
    raise error


def _sha256(path: Path) -> str:
    """Of a regular file; anything else has none, and so differs."""
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
