# Copied from runtime/transports/shared_client.py: edit that.
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

_LOCATION = "datadog_llm_client.location"

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_pools: weakref.WeakSet[Pool] = weakref.WeakSet()


class SharedClient(Generic[C]):
    def __init__(self, http: C, pool: Pool | None = None) -> None:
        self._http = http
        self._pool = pool
        self._is_closed = False
        if pool is not None:
            _pools.add(pool)

    @property
    def http(self) -> C:
        if self._is_closed:
            raise ConfigurationError("this client is closed: make a new one, or call before closing it")
        if self._http.is_closed:
            raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
        return self._http

    def close(self) -> None:
        self._is_closed = True
        if self._pool is not None:
            self._pool.close()

    async def aclose(self) -> None:
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
    if response.has_redirect_location:
        response.extensions[_LOCATION] = response.headers.pop("location")


async def hide_location_async(response: httpx.Response) -> None:
    hide_location(response)


def restore_location(response: httpx.Response) -> None:
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
