"""Where Datadog's contract comes from: a file, a URL, or a release on the package index."""

import hashlib
import os
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools.console import ToolError
from tools.contract import Document

from .archive import MAGIC, MAX_ARCHIVE_BYTES, contract
from .download import fetch, shown
from .releases import PROJECT, Index


def upstream(wanted: str) -> Document:
    """Return Datadog's contract: `wanted` is a path, a URL, a version, or empty for the newest release."""
    if wanted.startswith(("http://", "https://")):
        return _document(fetch(wanted, MAX_ARCHIVE_BYTES)[0], shown(wanted))
    if wanted and os.path.exists(wanted):
        try:
            return _document(Path(wanted).read_bytes(), wanted)
        except OSError as error:
            raise ToolError(f"{wanted}: {error.strerror or error}") from error
    try:
        version = Version(wanted) if wanted else None
    except InvalidVersion:
        raise ToolError(f"{wanted}: is neither a file, nor a URL, nor a version") from None
    return _from_index(Index.configured(), version)


def _document(data: bytes, name: str) -> Document:
    return Document.load(contract(data, name) if data.startswith(MAGIC) else data, name)


def _from_index(index: Index, version: Version | None) -> Document:
    release = index.release(version)
    archive, _ = fetch(release.url, MAX_ARCHIVE_BYTES, certificates=index.certificates)
    if release.checksum:
        algorithm, digest = release.checksum
        if hashlib.new(algorithm, archive).hexdigest() != digest:
            raise ToolError(f"{shown(release.url)}: its {algorithm} differs from the one on the index")
    return Document.load(contract(archive, f"{PROJECT} {release.version}"), f"{PROJECT}-{release.version}.yaml")
