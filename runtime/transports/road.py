"""What calls are sent with: an httpx client, the caller's or ours, good in any thread, event loop or forked process."""

from __future__ import annotations

import os
import warnings
import weakref
from typing import Generic, Protocol, TypeVar, cast

import httpx

from ..values.errors import ConfigurationError

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_LOCATION = "datadog_llm_client.location"

_ours: weakref.WeakSet[Connections] = weakref.WeakSet()


class Connections(Protocol):
    """The connections of a client, however they are made."""

    def __len__(self) -> int: ...

    def close(self) -> None:
        """Close what is idle now, and the rest as it becomes so. Waits for nothing."""

    def abandon(self) -> None:
        """Close this process's copies of all of them, after it was forked."""


class Road(Generic[C]):
    """An httpx client, and its connections where they are ours. A client and its copies share it."""

    def __init__(self, http: C, connections: Connections | None = None) -> None:
        self._http = http
        self._connections = connections
        self._is_closed = False
        if connections is not None:
            _ours.add(connections)

    @property
    def http(self) -> C:
        """The httpx client. Raises `ConfigurationError` where it cannot send any more."""
        if self._is_closed:
            raise ConfigurationError("this client is closed: make a new one, or call before closing it")
        if self._http.is_closed:
            raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
        return self._http

    def close(self) -> None:
        """Refuse further calls, and close the connections, from wherever this is called."""
        self._is_closed = True
        if self._connections is not None:
            self._connections.close()
            if isinstance(self._http, httpx.Client):
                self._http.close()

    async def aclose(self) -> None:
        """The same, and wait for what the running event loop has to close."""
        self._is_closed = True
        if self._connections is not None:
            await cast(httpx.AsyncClient, self._http).aclose()

    def __del__(self) -> None:
        is_open = not self._is_closed and self._connections is not None and len(self._connections) > 0
        self.close()
        if is_open:
            message = "a client was not closed: use it in a with block, or close it"
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


def _abandon_all() -> None:
    for connections in list(_ours):
        connections.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def hide_location(response: httpx.Response) -> None:
    """Keep the Location of a redirect from httpx, which would build the next request, keys and all, without sending it.

    Many a Location is no URL, at which it would fail.
    """
    if "location" in response.headers:
        response.extensions[_LOCATION] = response.headers.pop("location")


def restore_location(response: httpx.Response) -> None:
    """Show the Location of a redirect again, and drop the request for it that a caller's client has built."""
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
