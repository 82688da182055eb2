# Copied from runtime/transports/clients.py: edit that.
from __future__ import annotations

import ssl
from typing import Any

import httpx

from .connection_pool import AsyncConnectionPool, ConnectionPool
from .shared_client import SharedClient, hide_location, hide_location_async


class Transport(httpx.HTTPTransport):
    def __init__(self, pool: Any) -> None:
        self._pool = pool


class AsyncTransport(httpx.AsyncHTTPTransport):
    def __init__(self, pool: Any) -> None:
        self._pool = pool


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None: ...


class _Client(httpx.Client):
    cookies: Any = _NoCookies()


class _AsyncClient(httpx.AsyncClient):
    cookies: Any = _NoCookies()


def connect(limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> SharedClient[httpx.Client]:
    pool = ConnectionPool(limit, context, proxy)
    hooks: Any = {"response": [hide_location]}
    return SharedClient(_Client(transport=Transport(pool), event_hooks=hooks, trust_env=False), pool)


def connect_async(
    limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None
) -> SharedClient[httpx.AsyncClient]:
    return over(AsyncConnectionPool(limit, context, proxy))


def over(pool: Any) -> SharedClient[httpx.AsyncClient]:
    hooks: Any = {"response": [hide_location_async]}
    return SharedClient(_AsyncClient(transport=AsyncTransport(pool), event_hooks=hooks, trust_env=False), pool)
