"""The way to a server over aiohttp's connections, for thousands of calls at a time. Needs the extra `aiohttp`."""

from __future__ import annotations

import io
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from functools import lru_cache

import aiohttp
import httpx
from yarl import URL

from ..values.attempt import Attempt
from .given import KEEPALIVE_EXPIRY

_url = lru_cache(maxsize=256)(lambda url: URL(url, encoded=True))
_LONG = 256 * 1024
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


@lru_cache(maxsize=64)
def _timeout(pool: float | None, connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=pool, sock_connect=connect, sock_read=read)


class AiohttpConnections:
    """Sends over one aiohttp session. What aiohttp raises leaves as what httpx would have raised."""

    def __init__(self, base_url: str, limit: int, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        if proxy is not None and proxy.url.scheme not in ("http", "https"):
            raise ValueError(f"aiohttp knows no {proxy.url.scheme} proxies")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=limit, ssl=context, keepalive_timeout=KEEPALIVE_EXPIRY),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Content-Type",),
        )
        # aiohttp would send a GET again by itself; how often is for the client's own settings to say.
        self._session._retry_connection = False
        self._proxy = None if proxy is None else str(proxy.url)
        # Not in the URL, which aiohttp's errors show; and only to the proxy, where it tunnels.
        authorization = _proxy_authorization(proxy)
        tunnels = base_url.startswith("https:")
        self._headers = {} if tunnels else authorization
        self._proxy_headers = authorization if tunnels and authorization else None

    @property
    def is_closed(self) -> bool:
        return self._session.closed

    async def send(self, attempt: Attempt) -> httpx.Response:
        timeout = attempt.timeout
        try:
            response = await self._session.request(
                attempt.method,
                _url(attempt.url),
                headers={**self._headers, **attempt.headers, **attempt.credentials.headers},
                data=_body(attempt.content),
                allow_redirects=False,
                timeout=_timeout(timeout["pool"], timeout["connect"], timeout["read"]),
                proxy=self._proxy,
                proxy_headers=self._proxy_headers,
            )
        except _FAILURES as error:
            raise _as_httpx(error) from error
        return httpx.Response(response.status, headers=response.raw_headers, stream=_Stream(response))

    async def aclose(self) -> None:
        await self._session.close()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            chunk = await self._response.content.readany()
        except _FAILURES as error:
            raise _as_httpx(error) from error
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        self._response.close()  # gives the connection back where the body was read to its end


def _proxy_authorization(proxy: httpx.Proxy | None) -> dict[str, str]:
    if proxy is None or proxy.raw_auth is None:
        return {}
    return {"proxy-authorization": f"Basic {b64encode(b':'.join(proxy.raw_auth)).decode()}"}


def _body(content: bytes | None) -> bytes | io.BytesIO | None:
    # aiohttp writes long bytes in one go, and warns of it; of a file it writes part after part.
    return io.BytesIO(content) if content is not None and len(content) > _LONG else content


def _as_httpx(error: Exception) -> httpx.HTTPError:
    """Retries depend on whether something was sent, so that has to survive."""
    message = str(error) or type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return httpx.ConnectTimeout(message)
    if isinstance(error, aiohttp.ServerTimeoutError | TimeoutError):
        return httpx.ReadTimeout(message)
    if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return httpx.ProxyError(message)
    if isinstance(error, aiohttp.ClientConnectorError):
        return httpx.ConnectError(message)
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return httpx.RemoteProtocolError(message)
    return httpx.ReadError(message)
