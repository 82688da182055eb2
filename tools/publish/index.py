"""The package index: listing its files, and uploading."""

import argparse
import contextlib
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from pypi_simple import ACCEPT_ANY, ProjectPage, UnsupportedRepoVersionError
from requests.adapters import HTTPAdapter
from twine.exceptions import NonInteractive, TwineException
from twine.package import PackageFile
from twine.settings import Settings

from tools.console import ToolError, one_line
from tools.publish.address import Address

CONNECT_SECONDS, ANSWER_SECONDS = 10, 60


class MissingCredentials(ToolError):
    """Neither the environment nor the keyring has credentials for the index."""


class Index:
    """An index at an address, with the credentials that twine finds for it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        parser = argparse.ArgumentParser()
        Settings.register_argparse_arguments(parser)  # whose defaults come from TWINE_ variables
        flags = ["--non-interactive", "--disable-progress-bar", "--repository-url", address.upload]
        with _explained(address):
            self._settings = Settings.from_argparse(parser.parse_args(flags))
            self.username, self.password = self._settings.username or "", self._settings.password or ""
            self._repository = self._settings.create_repository()
        self._session: requests.Session = self._repository.session
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter())

    @property
    def certificate(self) -> str | None:
        """The CA file to trust, if one is set."""
        return self._settings.cacert

    def hashes(self, project: str) -> dict[str, str]:
        """Return the SHA-256 of each file of a project, by name."""
        page_url = urljoin(self.address.simple, f"{project}/")
        answer = self._get(page_url, {"Accept": ACCEPT_ANY})
        if answer is None:
            return {}
        try:
            files = ProjectPage.from_response(answer, project).packages
        except (ValueError, UnsupportedRepoVersionError) as error:
            raise ToolError(f"{page_url} is not a page of a package index: {one_line(error)}") from None
        return {file.filename: file.digests.get("sha256") or self._hash_of(file.url) for file in files}

    def _hash_of(self, url: str) -> str:
        """Download a file for which the index gives no SHA-256."""
        answer = self._get(url, {})
        return hashlib.sha256(answer.content).hexdigest() if answer is not None else ""

    def _get(self, url: str, headers: dict[str, str]) -> requests.Response | None:
        with _explained(self.address):
            answer = self._session.get(url, headers=headers)
        if answer.status_code == 404:
            return None
        self._check(answer)
        return answer

    def upload(self, path: Path) -> None:
        """Upload a file."""
        with _explained(self.address), contextlib.redirect_stdout(io.StringIO()):
            answer = self._repository.upload(PackageFile.from_filename(str(path), None))
        if answer.status_code == 409 or (answer.status_code == 400 and "already exists" in answer.text):
            raise ToolError(f"{self.address.host} already has a {path.name}, which it did not list")
        self._check(answer)

    def _check(self, answer: requests.Response) -> None:
        status, host = answer.status_code, self.address.host
        if status in (401, 403):
            raise ToolError(f"{host} refuses the credentials ({status}): see TWINE_USERNAME and TWINE_PASSWORD")
        if not 200 <= status < 300:
            raise ToolError(f"{host} answers {status} {answer.reason} where INDEX_URL leads")


class _Adapter(HTTPAdapter):
    """Sends once, with a timeout: publishing can be repeated."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        return super().send(request, *arguments, **options | {"timeout": (CONNECT_SECONDS, ANSWER_SECONDS)})


@contextlib.contextmanager
def _explained(address: Address) -> Iterator[None]:
    """Turn failures into errors of one line."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise ToolError(
            f"the certificate of {address.host} is not trusted ({_reason(error)}): TWINE_CERT can name its CA"
        ) from None
    except requests.Timeout:
        raise ToolError(f"{address.host} does not respond") from None
    except requests.RequestException as error:
        raise ToolError(f"no connection to {address.host}, or it broke: {_reason(error)}") from None
    except NonInteractive:
        raise MissingCredentials(
            f"no credentials for {address.host}: set TWINE_USERNAME and TWINE_PASSWORD, or use the keyring"
        ) from None
    except (TwineException, OSError) as error:
        raise ToolError(one_line(error)) from None


def _reason(error: BaseException) -> str:
    """Return the innermost reason: requests wraps urllib3, which wraps the actual error."""
    inner = error
    while isinstance(found := getattr(inner, "reason", None) or (inner.args and inner.args[-1]), BaseException):
        inner = found
    return one_line(inner).rpartition(">: ")[2]
