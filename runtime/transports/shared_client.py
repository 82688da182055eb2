"""What calls are sent with: an httpx client, the caller's or ours, for any thread, event loop or forked process."""

from __future__ import annotations

import os
import warnings
import weakref
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import httpx

from ..values.errors import ConfigurationError

if TYPE_CHECKING:
    from .aiohttp_transport import AiohttpPool
    from .connection_pool import AsyncConnectionPool, ConnectionPool

    Pool: TypeAlias = ConnectionPool | AsyncConnectionPool | AiohttpPool

#: Where the Location of a redirect is kept from httpx, which would build the next request, keys included, though our
#: calls do not follow it, and fail if it is not a URL.
_LOCATION = "datadog_llm_client.location"

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_pools: weakref.WeakSet[Pool] = weakref.WeakSet()


class SharedClient(Generic[C]):
    """An httpx client, and its pool if it is ours. A client and its copies share it."""

    def __init__(self, http: C, pool: Pool | None = None) -> None:
        self._http = http
        self._pool = pool
        self._is_closed = False
        if pool is not None:
            _pools.add(pool)

    @property
    def http(self) -> C:
        """The httpx client. Raises `ConfigurationError` if it is closed."""
        if self._is_closed:
            raise ConfigurationError("this client is closed: make a new one, or call before closing it")
        if self._http.is_closed:
            raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
        return self._http

    def close(self) -> None:
        """Refuse further calls and close the connections, from any thread."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.close()

    async def aclose(self) -> None:
        """The same, but wait for the connections of the running event loop."""
        self._is_closed = True
        if self._pool is not None:
            await self._pool.aclose()

    def __del__(self) -> None:
        is_open = not self._is_closed and self._pool is not None and len(self._pool) > 0
        self.close()
        if is_open:
            message = "a client was not closed: use it in a with block, or close it"
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


def _abandon_all() -> None:
    for pool in list(_pools):
        pool.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def hide_location(response: httpx.Response) -> None:
    """Hide the Location of a redirect from httpx, as a hook of our own client."""
    if response.has_redirect_location:
        response.extensions[_LOCATION] = response.headers.pop("location")


async def hide_location_async(response: httpx.Response) -> None:
    """The same for event loops."""
    hide_location(response)


def restore_location(response: httpx.Response) -> None:
    """Show the Location of a redirect again, and drop the request that a caller's client has built for it."""
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
