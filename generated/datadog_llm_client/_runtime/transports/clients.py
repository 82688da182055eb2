# Copied by "make generate" from runtime/transports/clients.py. Edit that, never this file.
"""Our own httpx clients: like any other, but for the transport in them, and for what they leave alone.

Tracers, recorders and mocks patch `HTTPTransport.handle_request`, its async twin, and `Client.send`. So calls pass
through all of these, and only the pool below is another.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import partial
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
    """The same for an event loop, over any pool that has httpcore's interface."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool


def connector(
    base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None
) -> Callable[[], Road[httpx.Client]]:
    """What makes our client for threads. Raises where that cannot work."""
    check_socks(proxy)
    return partial(_connect, limit, context, proxy)


def async_connector(
    base_url: str, limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None
) -> Callable[[], Road[httpx.AsyncClient]]:
    """What makes our client for an event loop. Raises where that cannot work, before there is a loop."""
    check_socks(proxy)
    return partial(_connect_async, limit, context, proxy)


def _connect(limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> Road[httpx.Client]:
    pool = ConnectionPool(limit, context, proxy)
    hooks: Any = {"response": [hide_location]}
    http = httpx.Client(transport=Transport(pool), event_hooks=hooks, cookies=_NoCookies(), trust_env=False)
    http.headers.clear()
    return Road(http, pool.connections)


def _connect_async(limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> Road[httpx.AsyncClient]:
    pool = AsyncConnectionPool(limit, context, proxy)
    return Road(async_client(pool), pool.connections)


def async_client(pool: Any) -> httpx.AsyncClient:
    """An httpx client over a pool."""

    async def hide(response: httpx.Response) -> None:
        hide_location(response)

    hooks: Any = {"response": [hide]}
    http = httpx.AsyncClient(transport=AsyncTransport(pool), event_hooks=hooks, cookies=_NoCookies(), trust_env=False)
    http.headers.clear()
    return http


class _NoCookies(CookieJar):
    def extract_cookies(self, response: Any, request: Any) -> None:
        """Keep none."""
