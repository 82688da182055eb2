"""The package index that pip is configured for, and the releases it offers."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from packaging.utils import InvalidSdistFilename, parse_sdist_filename
from packaging.version import InvalidVersion, Version

from .download import Downloads, shown
from .refusal import CannotCompare

PROJECT = "datadog-api-client"
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_MAX_PAGE = 32 * 1024 * 1024
_ALGORITHMS = ("sha256", "sha512", "sha384")


@dataclass(frozen=True)
class Release:
    """A source distribution that an index offers."""

    version: Version
    url: str
    checksum: tuple[str, str] | None
    yanked: bool


@dataclass(frozen=True)
class Index:
    """A package index; `certificates` is a bundle of authorities to trust in place of the usual ones."""

    url: str
    certificates: str | None = None

    @classmethod
    def configured(cls) -> "Index":
        """Return the index that pip would ask, by its configuration files, its environment or its default."""
        try:
            from pip._internal.commands import create_command
            from pip._internal.exceptions import PipError
        except ImportError:
            if url := os.environ.get("PIP_INDEX_URL"):
                return cls(url, os.environ.get("PIP_CERT"))
            reason = "pip, which knows the package index, is not installed; name a file or URL with UPSTREAM="
            raise CannotCompare(reason) from None
        try:
            options = create_command("download").parser.get_default_values()
        except (PipError, SystemExit) as error:
            raise CannotCompare(f"pip's configuration cannot be read: {error}") from error
        return cls(options.index_url, options.cert)

    def release(self, downloads: Downloads, wanted: Version | None = None) -> Release:
        """Return the source distribution of the wanted version, or the newest one that is meant to be used."""
        url = f"{self.url.rstrip('/')}/{PROJECT}/"
        body, content_type, final_url = downloads.page(url, _ACCEPT, _MAX_PAGE)
        try:
            files = _from_json(body) if "json" in content_type else _from_html(body)
            releases = [release for file in files for release in _release(file, final_url)]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CannotCompare(f"{shown(url)}: is no page of a package index") from error
        if wanted is not None:
            releases = [release for release in releases if release.version == wanted]
        else:
            releases = [release for release in releases if not release.yanked]
            releases = [release for release in releases if not release.version.is_prerelease] or releases
        if not releases:
            which = f"version {wanted}" if wanted else "any version"
            raise CannotCompare(f"{shown(url)}: offers no source distribution of {which}")
        return max(releases, key=lambda release: release.version)


def _release(file: dict[str, Any], page: str) -> Iterator[Release]:
    try:
        name, version = parse_sdist_filename(file["filename"])
    except (InvalidSdistFilename, InvalidVersion):
        return
    if name == PROJECT and file["filename"].endswith(".tar.gz"):
        checksum = next(((name, file["hashes"][name]) for name in _ALGORITHMS if name in file["hashes"]), None)
        # Any text, even an empty one in HTML, is a reason why it was yanked.
        yield Release(version, urljoin(page, file["url"]), checksum, file.get("yanked", False) is not False)


def _from_json(body: bytes) -> list[dict[str, Any]]:
    files = json.loads(body)["files"]
    return [file for file in files if isinstance(file["filename"], str) and isinstance(file["url"], str)]


def _from_html(body: bytes) -> list[dict[str, Any]]:
    page = _Page()
    page.feed(body.decode())
    return page.files


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.files: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = dict(attrs)
        if tag == "a" and (link := words.get("href")):
            parts = urlsplit(link)
            algorithm, _, digest = parts.fragment.partition("=")
            self.files.append(
                {
                    "filename": parts.path.rpartition("/")[2],
                    "url": parts._replace(fragment="").geturl(),
                    "hashes": {algorithm: digest} if digest else {},
                    "yanked": words["data-yanked"] or "" if "data-yanked" in words else False,
                }
            )
