"""Where Datadog's contract comes from: a file, a URL, or a release on the package index."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from packaging.version import InvalidVersion, Version

from tools.console import ToolError
from tools.contract import Document

from .archive import MAGIC, MAX_ARCHIVE_BYTES, contract
from .download import Downloads, shown
from .releases import PROJECT, Index, Release


def upstream(wanted: str) -> Document:
    """Return Datadog's contract: `wanted` is a path, a URL, a version, or empty for the newest release."""
    if wanted.startswith(("http://", "https://")):
        return _from_url(wanted)
    if wanted and os.path.exists(wanted):
        return _from_path(Path(wanted))
    try:
        version = Version(wanted) if wanted else None
    except InvalidVersion:
        raise ToolError(f"{wanted}: is neither a file, nor a URL, nor a version") from None
    return _from_index(Index.configured(), version)


def _from_path(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            return _document(file, str(path))
    except OSError as error:
        raise ToolError(f"{path}: {error.strerror or error}") from error


def _from_url(url: str) -> Document:
    with tempfile.TemporaryFile() as file:
        Downloads().file(url, file, MAX_ARCHIVE_BYTES, shown(url))
        return _document(file, shown(url))


def _document(file: IO[bytes], name: str) -> Document:
    zipped = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return Document.load(contract(file, name) if zipped else file.read(MAX_ARCHIVE_BYTES), name)


def _from_index(index: Index, version: Version | None) -> Document:
    downloads = Downloads(index.certificates)
    release = index.release(downloads, version)
    name = f"{PROJECT}-{release.version}.yaml"
    cached = _cached(release, name)
    if cached is not None and cached.is_file():
        return Document.load(cached, name)
    with tempfile.TemporaryFile() as file:
        downloads.file(release.url, file, MAX_ARCHIVE_BYTES, f"{PROJECT} {release.version}", release.checksum)
        data = contract(file, f"{PROJECT} {release.version}")
    if cached is not None:
        _keep(data, cached)
    return Document.load(data, name)


def _cached(release: Release, name: str) -> Path | None:
    """Return where the contract of a release is kept; None when nothing says that it will be the same again."""
    if release.checksum is None:
        return None
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(root, "datadog-llm-client", "upstream", release.checksum[1], name)


def _keep(data: bytes, path: Path) -> None:
    # Where it cannot be kept, the next run fetches it again.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Renamed into place, so that a copy is either whole or not there.
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
