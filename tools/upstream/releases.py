"""The package index that pip is configured for, and the releases it offers."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.utils import InvalidSdistFilename, parse_sdist_filename
from packaging.version import InvalidVersion, Version
from pypi_simple import ACCEPT_JSON_PREFERRED, PYPI_SIMPLE_ENDPOINT, ProjectPage, UnsupportedRepoVersionError

from tools.console import ToolError, output
from tools.installer import pip

from .download import fetch, shown

PROJECT = "datadog-api-client"
_MAX_PAGE = 32 * 1024 * 1024
_ALGORITHMS = ("sha256", "sha512", "sha384")
# Where pip looks for an option, the strongest first.
_SECTIONS = (":env:", "download", "global")


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
        failure = "pip's configuration cannot be read, name a file or URL with UPSTREAM="
        printed = output(pip(None, "config", "list"), failure)
        lines = (line.partition("=") for line in printed.splitlines())
        values = {name: str(ast.literal_eval(value)) for name, _, value in lines}

        def option(name: str) -> str | None:
            return next((values[key] for section in _SECTIONS if (key := f"{section}.{name}") in values), None)

        return cls(option("index-url") or PYPI_SIMPLE_ENDPOINT, option("cert"))

    def release(self, wanted: Version | None = None) -> Release:
        """Return the source distribution of the wanted version, or the newest one that is meant to be used."""
        url = f"{self.url.rstrip('/')}/{PROJECT}/"
        body, response = fetch(url, _MAX_PAGE, accept=ACCEPT_JSON_PREFERRED, certificates=self.certificates)
        try:
            if "json" in response.headers.get("content-type", ""):
                page = ProjectPage.from_json_data(json.loads(body), str(response.url))
            else:
                page = ProjectPage.from_html(PROJECT, body, str(response.url))
        except (ValueError, UnsupportedRepoVersionError, RecursionError) as error:
            raise ToolError(f"{shown(url)}: is not a page of a package index") from error
        releases = list(_releases(page))
        if wanted is not None:
            releases = [release for release in releases if release.version == wanted]
        else:
            releases = [release for release in releases if not release.yanked]
            releases = [release for release in releases if not release.version.is_prerelease] or releases
        if not releases:
            which = f"version {wanted}" if wanted else "any version"
            raise ToolError(f"{shown(url)}: offers no source distribution of {which}")
        return max(releases, key=lambda release: release.version)


def _releases(page: ProjectPage) -> Iterator[Release]:
    for file in page.packages:
        try:
            name, version = parse_sdist_filename(file.filename)
        except (InvalidSdistFilename, InvalidVersion):
            continue
        if name != PROJECT or not file.filename.endswith(".tar.gz"):
            continue
        checksum = next(((name, file.digests[name]) for name in _ALGORITHMS if name in file.digests), None)
        yield Release(version, file.url, checksum, file.is_yanked)
