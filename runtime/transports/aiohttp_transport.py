"""A pool over aiohttp's connections, for thousands of calls at a time. Needs the extra `aiohttp`."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import ssl
import weakref
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

import aiohttp
import anyio
import httpcore
import httpx
from yarl import URL

from ..values.errors import ConfigurationError
from ..values.loops import current_loop, finish, running_trio
from ..values.streams import BodyStream
from .clients import over
from .connection_pool import KEEPALIVE_EXPIRY, Body, take_room
from .road import Road
from .sockets import set_options

_url = lru_cache(maxsize=256)(lambda url: URL(url, encoded=True))
_LONG = 256 * 1024
_MOST_HEADERS = 100 * 1024  # bytes, as with httpx
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_KINDS: list[tuple[Any, type[Exception]]] = [
    (aiohttp.ConnectionTimeoutError, httpcore.ConnectTimeout),
    (TimeoutError, httpcore.ReadTimeout),  # aiohttp's, too
    ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), httpcore.ProxyError),
    (aiohttp.ClientConnectorError, httpcore.ConnectError),
    (
        (aiohttp.ServerDisconnectedError, aiohttp.ClientResponseError, aiohttp.ClientPayloadError),
        httpcore.RemoteProtocolError,
    ),
]

#: Whether aiohttp sends a read again by itself. How often is for the client's own settings to say.
_RETRIES = "_retry_connection"


def connect(
    base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None, version: str
) -> Road[httpx.AsyncClient]:
    """Our client for event loops. Raises where it cannot work."""
    _check_loop()
    if proxy is not None and proxy.url.scheme not in ("http", "https"):
        raise ValueError(f"aiohttp knows no {proxy.url.scheme} proxies")
    if _RETRIES not in getattr(aiohttp.ClientSession, "ATTRS", ()):
        raise ConfigurationError(
            f"http_backend='aiohttp' of datadog-llm-client {version} does not work with aiohttp {aiohttp.__version__}, "
            f"which would send requests again by itself: install another aiohttp, or use http_backend='httpx'"
        )
    return over(AiohttpPool(partial(_Session, limit, context, proxy, tunnels=base_url.startswith("https:"))))


def _check_loop() -> None:
    if running_trio() is not None:
        raise ConfigurationError("http_backend='aiohttp' needs asyncio, and this is trio: use http_backend='httpx'")


@lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


class AiohttpPool:
    """A session for each event loop, with the interface of httpcore's pool."""

    def __init__(self, begin: Callable[[], _Session]) -> None:
        self._begin = begin
        self._sessions: dict[Any, _Session] = {}

    def __len__(self) -> int:
        return sum(sock.fileno() >= 0 for session in self._sessions.values() for sock in session.sockets)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        session = self._sessions.get(loop := current_loop())
        if session is None:
            _check_loop()
            self._drop(loop for loop in list(self._sessions) if loop.is_closed())
            session = self._sessions[loop] = self._begin()
        return await session.handle(request)

    def _drop(self, loops: Iterable[Any]) -> None:
        for loop in loops:
            session = self._sessions.pop(loop)  # closed by its loop, once it is no longer used
            if loop.is_closed():
                session.abandon()

    def close(self) -> None:
        self._drop(list(self._sessions))

    async def aclose(self) -> None:
        session = self._sessions.pop(current_loop(), None)
        self.close()
        if session is not None:
            await session.ending.aclose()

    def abandon(self) -> None:
        for loop in list(self._sessions):
            self._sessions.pop(loop).abandon()


async def _closing(session: aiohttp.ClientSession, sockets: Iterable[socket.socket]) -> AsyncGenerator[None, None]:
    """Closes a session in its loop: as that ends, or when nothing refers to this any more."""
    try:
        yield
    finally:
        await session.close()
        for sock in list(sockets):  # asyncio would first send the rest of a request, even if nobody reads it
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class _Session:
    """One aiohttp session. What aiohttp raises leaves as httpcore would raise it."""

    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None, *, tunnels: bool) -> None:
        self._room = anyio.Semaphore(limit)
        self.sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._used = 0
        self._connector = aiohttp.TCPConnector(
            limit=0,
            ssl=context if context is not None else True,
            keepalive_timeout=KEEPALIVE_EXPIRY,
            socket_factory=partial(_socket, self.sockets),
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
        self.ending = _closing(self._session, self.sockets)
        finish(anext(self.ending))
        self._proxy = None if proxy is None else str(proxy.url)
        # Not in the URL, which aiohttp's errors show; and only to the proxy, where it tunnels.
        secret = b64encode(b":".join(proxy.raw_auth)).decode() if proxy is not None and proxy.raw_auth else None
        authorization = {} if secret is None else {"proxy-authorization": f"Basic {secret}"}
        self._headers = [] if tunnels else list(authorization.items())
        self._proxy_headers = authorization if tunnels and authorization else None

    async def handle(self, request: httpcore.Request) -> httpcore.Response:
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
            content=Body(_Body(response), self._release),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": (response.reason or "").encode()},
        )

    async def _send(self, request: httpcore.Request) -> aiohttp.ClientResponse:
        if len(self.sockets) >= self._used:  # the loop is to notice an idle connection that has ended
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        timeout, url = request.extensions["timeout"], request.url
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers]
        stream: Any = request.stream
        if isinstance(stream, BodyStream):  # which aiohttp frames by itself, unless its length is known
            data: Any = stream.__aiter__()
            headers = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
        else:
            data = b"".join([part async for part in stream]) or None
            if data is not None and len(data) > _LONG:  # which it would write in one go; a file goes part after part
                data = io.BytesIO(data)
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

    def abandon(self) -> None:
        """Close without the loop, which has ended, or is that of a parent process."""
        # Whatever aiohttp closes it takes out of the epoll instance that parent and child share. With another file in
        # place of the connection that changes nothing for the parent.
        nothing = os.open(os.devnull, os.O_RDWR)
        for sock in list(self.sockets):
            if sock.fileno() >= 0:
                os.dup2(nothing, sock.fileno())
        os.close(nothing)
        self._session.detach()
        finish(self._connector.close(abort_ssl=True))


def _socket(sockets: weakref.WeakSet[socket.socket], address: Any) -> socket.socket:
    sock = socket.socket(*address[:3])
    set_options(sock)
    sockets.add(sock)
    return sock


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


def _as_httpcore(error: Exception) -> Exception:
    """Retries depend on whether something was sent, so that has to survive."""
    kind = next((kind for kinds, kind in _KINDS if isinstance(error, kinds)), httpcore.ReadError)
    return kind(str(error) or type(error).__name__)
