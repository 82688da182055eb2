"""Our own httpx clients: like any other, but for the transport in them, and for what they leave alone.

Tracers, recorders and mocks patch `HTTPTransport.handle_request`, its async twin, and `Client.send`. So calls pass
through all of these, and only the pool below is another.
"""

from __future__ import annotations

import ssl
from http.cookiejar import CookieJar
from typing import Any

import httpx

from .connection_pool import AsyncConnectionPool, ConnectionPool
from .proxies import check_socks
from .road import Road, hide_location


class Transport(httpx.HTTPTransport):
    """httpx's transport over our pool. It overrides nothing that handles requests."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool: Any = pool  # what httpx hands its requests to


class AsyncTransport(httpx.AsyncHTTPTransport):
    """The same for event loops, over any pool that has httpcore's interface."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool


class _NoCookies(CookieJar):
    def extract_cookies(self, response: Any, request: Any) -> None:
        """Keep none."""


async def _hide_location(response: httpx.Response) -> None:
    hide_location(response)


def connect(base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> Road[httpx.Client]:
    """Our client for threads. Raises where it cannot work."""
    check_socks(proxy)
    pool = ConnectionPool(limit, context, proxy)
    hooks: Any = {"response": [hide_location]}
    http = httpx.Client(transport=Transport(pool), event_hooks=hooks, cookies=_NoCookies(), trust_env=False)
    http.headers.clear()
    return Road(http, pool)


def connect_async(
    base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None
) -> Road[httpx.AsyncClient]:
    """Our client for event loops. Raises where it cannot work."""
    check_socks(proxy)
    return over(AsyncConnectionPool(limit, context, proxy))


def over(pool: Any) -> Road[httpx.AsyncClient]:
    """Our client for event loops over a pool."""
    hooks: Any = {"response": [_hide_location]}
    http = httpx.AsyncClient(transport=AsyncTransport(pool), event_hooks=hooks, cookies=_NoCookies(), trust_env=False)
    http.headers.clear()
    return Road(http, pool)
