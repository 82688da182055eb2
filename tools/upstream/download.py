"""Files fetched over HTTP, within limits of time and size."""

import ssl
from urllib.parse import urlsplit

import httpx

from tools.console import ToolError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)


def shown(url: str) -> str:
    """Return `url` without the name and password that it may hold."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def fetch(
    url: str, limit: int, *, accept: str = "*/*", certificates: str | None = None
) -> tuple[bytes, httpx.Response]:
    """Return the body at `url`, of at most `limit` bytes, with its response.

    `certificates` is a bundle of authorities to trust in place of the usual ones. Raises `ToolError`.
    """
    body = bytearray()
    try:
        trust = ssl.create_default_context(cafile=certificates) if certificates else True
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=True, verify=trust) as client,
            client.stream("GET", url, headers={"Accept": accept}) as response,
        ):
            if not response.is_success:
                raise ToolError(f"{shown(url)}: the server responded with status {response.status_code}")
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > limit:
                    raise ToolError(f"{shown(url)}: is larger than {limit >> 20} MB")
            return bytes(body), response
    except httpx.TimeoutException as error:
        raise ToolError(f"{shown(url)}: does not respond in time") from error
    # A certificate bundle that is missing or cannot be read is an OSError.
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise ToolError(f"{shown(url)}: cannot be fetched: {error or type(error).__name__}") from error
