"""A pool over aiohttp's connections, for thousands of calls at a time. Needs the extra `aiohttp`."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import ssl
import weakref
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from typing import Any

import aiohttp
import anyio
import httpcore
import httpx
from yarl import URL

from ..values.errors import ConfigurationError
from ..values.loops import finish, running_trio
from ..values.streams import BodyStream
from .clients import async_client
from .connection_pool import AsyncBody, take_room
from .idle_connections import KEEPALIVE_EXPIRY
from .road import Road
from .sockets import set_options

_url = lru_cache(maxsize=256)(lambda url: URL(url, encoded=True))
_LONG = 256 * 1024
_MOST_HEADERS = 100 * 1024  # bytes, as with httpx
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)

#: Whether aiohttp sends a read again by itself. How often is for the client's own settings to say.
_RETRIES = "_retry_connection"


def connector(
    base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None, version: str
) -> Callable[[], Road[httpx.AsyncClient]]:
    """What makes our client for an event loop. Raises where that cannot work, before there is a loop."""
    _check_loop()
    if proxy is not None and proxy.url.scheme not in ("http", "https"):
        raise ValueError(f"aiohttp knows no {proxy.url.scheme} proxies")
    if _RETRIES not in getattr(aiohttp.ClientSession, "ATTRS", ()):
        raise ConfigurationError(
            f"http_backend='aiohttp' of datadog-llm-client {version} does not work with aiohttp {aiohttp.__version__}, "
            f"which would send requests again by itself: install another aiohttp, or use http_backend='httpx'"
        )

    def connect() -> Road[httpx.AsyncClient]:
        _check_loop()
        pool = AiohttpPool(limit, context, proxy, tunnels=base_url.startswith("https:"))
        return Road(async_client(pool), pool)

    return connect


def _check_loop() -> None:
    if running_trio() is not None:
        raise ConfigurationError("http_backend='aiohttp' needs asyncio, and this is trio: use http_backend='httpx'")


@lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


class AiohttpPool:
    """One aiohttp session with the face of httpcore's pool: what aiohttp raises leaves as httpcore would raise it."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None, *, tunnels: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = anyio.Semaphore(limit)
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._used = 0
        self._connector = aiohttp.TCPConnector(
            limit=0,
            ssl=context if context is not None else True,
            keepalive_timeout=KEEPALIVE_EXPIRY,
            socket_factory=self._socket,
        )
        self._session = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Content-Type",),
            max_line_size=_MOST_HEADERS,
            max_field_size=_MOST_HEADERS,
        )
        setattr(self._session, _RETRIES, False)
        self._proxy = None if proxy is None else str(proxy.url)
        # Not in the URL, which aiohttp's errors show; and only to the proxy, where it tunnels.
        authorization = _proxy_authorization(proxy)
        self._headers = [] if tunnels else list(authorization.items())
        self._proxy_headers = authorization if tunnels and authorization else None

    def _socket(self, address: Any) -> socket.socket:
        sock = socket.socket(*address[:3])
        set_options(sock)
        self._sockets.add(sock)
        return sock

    def __len__(self) -> int:
        return sum(sock.fileno() >= 0 for sock in self._sockets)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        await take_room(self._room, request)
        self._used += 1
        try:
            response = await self._send(request)
        except BaseException:
            self._release()
            raise
        return httpcore.Response(
            response.status,
            headers=response.raw_headers,
            content=AsyncBody(_Body(response), self._release),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": (response.reason or "").encode()},
        )

    async def _send(self, request: httpcore.Request) -> aiohttp.ClientResponse:
        if len(self._sockets) >= self._used:  # the loop is to notice an idle connection that has ended
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        timeout, url = request.extensions["timeout"], request.url
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers]
        stream: Any = request.stream
        if isinstance(stream, BodyStream):  # which aiohttp frames by itself, unless its length is known
            data: Any = stream.__aiter__()
            headers = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
        else:
            data = _body(b"".join([part async for part in stream]))
        try:
            return await self._session.request(
                request.method.decode(),
                _url(bytes(url).decode()),
                headers=headers + self._headers,
                data=data,
                allow_redirects=False,
                timeout=_timeout(timeout["connect"], timeout["read"]),
                proxy=self._proxy,
                proxy_headers=self._proxy_headers,
            )
        except _FAILURES as error:
            raise _as_httpcore(error) from error

    def _release(self) -> None:
        self._used -= 1
        self._room.release()

    def close(self) -> None:
        if self._loop.is_closed():
            self._close_now()
        elif not self._session.closed:
            self._loop.call_soon_threadsafe(self._close_soon)

    def _close_soon(self) -> None:
        closing = self._loop.create_task(self._session.close())
        closing.add_done_callback(lambda _: None)  # which keeps it until it is done

    def _close_now(self) -> None:
        self._session.detach()
        finish(self._connector.close(abort_ssl=True))
        for sock in list(self._sockets):
            sock.close()

    async def aclose(self) -> None:
        if asyncio.get_running_loop() is self._loop:
            await self._session.close()

    def abandon(self) -> None:
        # Whatever aiohttp closes it takes out of the epoll instance that parent and child share. With another file in
        # place of the connection that changes nothing for the parent.
        nothing = os.open(os.devnull, os.O_RDWR)
        for sock in list(self._sockets):
            if sock.fileno() >= 0:
                os.dup2(nothing, sock.fileno())
        os.close(nothing)
        self._session.detach()
        finish(self._connector.close(abort_ssl=True))


class _Body:
    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            chunk = await self._response.content.readany()
        except _FAILURES as error:
            raise _as_httpcore(error) from error
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        self._response.close()  # gives the connection back where the body was read to its end


def _proxy_authorization(proxy: httpx.Proxy | None) -> dict[str, str]:
    if proxy is None or proxy.raw_auth is None:
        return {}
    return {"proxy-authorization": f"Basic {b64encode(b':'.join(proxy.raw_auth)).decode()}"}


def _body(content: bytes) -> bytes | io.BytesIO | None:
    # aiohttp writes long bytes in one go, and warns of it; of a file it writes part after part.
    return io.BytesIO(content) if len(content) > _LONG else content or None


def _as_httpcore(error: Exception) -> Exception:
    """Retries depend on whether something was sent, so that has to survive."""
    message = str(error) or type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return httpcore.ConnectTimeout(message)
    if isinstance(error, aiohttp.ServerTimeoutError | TimeoutError):
        return httpcore.ReadTimeout(message)
    if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return httpcore.ProxyError(message)
    if isinstance(error, aiohttp.ClientConnectorError):
        return httpcore.ConnectError(message)
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return httpcore.RemoteProtocolError(message)
    return httpcore.ReadError(message)
