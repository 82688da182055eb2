"""Our own httpx clients, which differ from any other in their transport and in what they leave alone.

Tracers, recorders and mocks patch `HTTPTransport.handle_request`, its async twin, and `Client.send`. So calls pass
through all of these, and only the pool below them is ours.
"""

from __future__ import annotations

import ssl
from typing import Any

import httpx

from .connection_pool import AsyncConnectionPool, ConnectionPool
from .shared_client import SharedClient, hide_location, hide_location_async


class Transport(httpx.HTTPTransport):
    """httpx's transport over our pool. It overrides nothing that handles requests."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool  # what httpx hands its requests to


class AsyncTransport(httpx.AsyncHTTPTransport):
    """The same for event loops, over any pool with httpcore's interface."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep none."""


class _Client(httpx.Client):
    cookies: Any = _NoCookies()


class _AsyncClient(httpx.AsyncClient):
    cookies: Any = _NoCookies()


def connect(limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None) -> SharedClient[httpx.Client]:
    """Create our client for threads. Raises if it cannot work."""
    pool = ConnectionPool(limit, context, proxy)
    hooks: Any = {"response": [hide_location]}
    return SharedClient(_Client(transport=Transport(pool), event_hooks=hooks, trust_env=False), pool)


def connect_async(
    limit: int, context: ssl.SSLContext | None, proxy: httpx.Proxy | None
) -> SharedClient[httpx.AsyncClient]:
    """Create our client for event loops. Raises if it cannot work."""
    return over(AsyncConnectionPool(limit, context, proxy))


def over(pool: Any) -> SharedClient[httpx.AsyncClient]:
    """Create our client for event loops over a pool."""
    hooks: Any = {"response": [hide_location_async]}
    return SharedClient(_AsyncClient(transport=AsyncTransport(pool), event_hooks=hooks, trust_env=False), pool)
