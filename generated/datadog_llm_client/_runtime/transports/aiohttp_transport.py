# Copied from runtime/transports/aiohttp_transport.py: edit that.
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
from functools import partial
from typing import Any

import aiohttp
import anyio
import httpcore
import httpx
from yarl import URL

from ..values.attempt import BodyStream
from ..values.errors import ConfigurationError
from ..values.loops import current_loop, finish, running_trio
from .clients import over
from .connection_pool import KEEPALIVE_EXPIRY, Body, acquire
from .shared_client import SharedClient
from .sockets import set_options

_LONG = 256 * 1024
_MAX_HEADERS = 100 * 1024
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_KINDS: list[tuple[Any, type[Exception]]] = [
    (aiohttp.ConnectionTimeoutError, httpcore.ConnectTimeout),
    (TimeoutError, httpcore.ReadTimeout),
    ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), httpcore.ProxyError),
    (aiohttp.ClientConnectorError, httpcore.ConnectError),
    (
        (aiohttp.ServerDisconnectedError, aiohttp.ClientResponseError, aiohttp.ClientPayloadError),
        httpcore.RemoteProtocolError,
    ),
]

_RETRIES = "_retry_connection"


def connect(
    limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None, version: str
) -> SharedClient[httpx.AsyncClient]:
    _check_loop()
    if proxy is not None and proxy.url.scheme not in ("http", "https"):
        raise ValueError(f"aiohttp does not support {proxy.url.scheme} proxies")
    if _RETRIES not in getattr(aiohttp.ClientSession, "ATTRS", ()):
        raise ConfigurationError(
            f"http_backend='aiohttp' of datadog-llm-client {version} does not work with aiohttp {aiohttp.__version__}, "
            f"which would send requests again by itself: install another aiohttp, or use http_backend='httpx'"
        )
    return over(AiohttpPool(partial(_Session, limit, context, proxy)))


def _check_loop() -> None:
    if running_trio() is not None:
        raise ConfigurationError("http_backend='aiohttp' needs asyncio, and this is trio: use http_backend='httpx'")


class AiohttpPool:
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
            session = self._sessions.pop(loop, None)
            if session is not None and loop.is_closed():
                session.abandon()

    def close(self) -> None:
        self._drop(list(self._sessions))

    async def aclose(self) -> None:
        session = self._sessions.pop(current_loop(), None)
        self.close()
        if session is not None:
            await session.ending.aclose()

    def abandon(self) -> None:
        while self._sessions:
            self._sessions.popitem()[1].abandon()


async def _closing(session: aiohttp.ClientSession, sockets: Iterable[socket.socket]) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await session.close()
        for sock in list(sockets):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class _Session:
    def __init__(self, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> None:
        self._room = anyio.Semaphore(limit)
        self.sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
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
            max_line_size=_MAX_HEADERS,
            max_field_size=_MAX_HEADERS,
        )
        setattr(self._session, _RETRIES, False)
        self.ending = _closing(self._session, self.sockets)
        finish(anext(self.ending))
        self._proxy, self._authorization = None if proxy is None else str(proxy.url), []
        if proxy is not None and proxy.raw_auth:
            secret = b64encode(b":".join(proxy.raw_auth)).decode()
            self._authorization = [("proxy-authorization", f"Basic {secret}")]

    async def handle(self, request: httpcore.Request) -> httpcore.Response:
        await acquire(self._room, request)
        try:
            response = await self._send(request)
        except BaseException as error:
            self._room.release()
            if isinstance(error, _FAILURES):
                raise _as_httpcore(error) from error
            raise
        return httpcore.Response(
            response.status,
            headers=response.raw_headers,
            content=Body(_chunks(response), partial(self._release, response)),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": (response.reason or "").encode()},
        )

    def _release(self, response: aiohttp.ClientResponse) -> None:
        self._room.release()
        response.close()

    async def _send(self, request: httpcore.Request) -> aiohttp.ClientResponse:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        timeout = request.extensions["timeout"]
        is_tunnelled = request.url.scheme == b"https"
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers]
        stream: Any = request.stream
        if isinstance(stream, BodyStream):
            data: Any = stream.__aiter__()
            headers = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
        else:
            data = b"".join([part async for part in stream]) or None
            if data is not None and len(data) > _LONG:
                data = io.BytesIO(data)
        return await self._session.request(
            request.method.decode(),
            URL(bytes(request.url).decode(), encoded=True),
            headers=headers if is_tunnelled else headers + self._authorization,
            data=data,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=timeout["connect"], sock_read=timeout["read"]),
            proxy=self._proxy,
            proxy_headers=self._authorization if is_tunnelled else None,
        )

    def abandon(self) -> None:
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


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_any():
            yield chunk
    except _FAILURES as error:
        raise _as_httpcore(error) from error


def _as_httpcore(error: Exception) -> Exception:
    kind = next((kind for kinds, kind in _KINDS if isinstance(error, kinds)), httpcore.ReadError)
    return kind(str(error) or type(error).__name__)
