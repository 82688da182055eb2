"""Files fetched over HTTP, within limits of time and size."""

import hashlib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

import httpx

from tools.console import ToolError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)


def shown(url: str) -> str:
    """Return `url` without the name and password that it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


class Downloads:
    """Fetches files; `certificates` is a bundle of authorities to trust in place of the usual ones."""

    def __init__(self, certificates: str | None = None, timeout: httpx.Timeout | float = TIMEOUT) -> None:
        self._certificates = certificates
        self._timeout = timeout

    def page(self, url: str, accept: str, limit: int) -> tuple[bytes, str, str]:
        """Return the body at `url`, its content type, and the URL it came from in the end."""
        with self._response(url, {"Accept": accept}) as response:
            body = b"".join(_limited(response, url, limit))
            return body, response.headers.get("content-type", ""), str(response.url)

    def file(self, url: str, into: IO[bytes], limit: int, label: str, checksum: tuple[str, str] | None = None) -> None:
        """Write the body at `url` into a file; `checksum` is the algorithm and the digest that it must have."""
        algorithm, expected = checksum or ("sha256", None)
        digest = hashlib.new(algorithm)
        with self._response(url, {}) as response:
            total = int(response.headers.get("content-length", 0))
            done = 0
            for chunk in _limited(response, url, limit):
                into.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                _progress(label, done, total)
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        if expected is not None and digest.hexdigest() != expected:
            raise ToolError(f"{shown(url)}: its {algorithm} is not the one that the index gives")
        into.seek(0)

    @contextmanager
    def _response(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        try:
            trust = ssl.create_default_context(cafile=self._certificates) if self._certificates else True
            with (
                httpx.Client(timeout=self._timeout, follow_redirects=True, verify=trust) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                if not response.is_success:
                    raise ToolError(f"{shown(url)}: answered with status {response.status_code}")
                yield response
        except httpx.TimeoutException as error:
            raise ToolError(f"{shown(url)}: does not answer in time") from error
        # A certificate bundle that is not there is an OSError, and so is one that cannot be read.
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ToolError(f"{shown(url)}: cannot be fetched: {error or type(error).__name__}") from error


def _limited(response: httpx.Response, url: str, limit: int) -> Iterator[bytes]:
    done = 0
    for chunk in response.iter_bytes():
        done += len(chunk)
        if done > limit:
            raise ToolError(f"{shown(url)}: is larger than {limit >> 20} MB")
        yield chunk


def _progress(label: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        of = f" of {total / 1e6:.1f}" if total else ""
        sys.stderr.write(f"\r{label}: {done / 1e6:.1f}{of} MB")
        sys.stderr.flush()
