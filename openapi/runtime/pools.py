"""The httpx client that a client and its copies share: built on first use, once, and never across a fork."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import httpx

from .errors import ConfigurationError

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_pools: weakref.WeakSet[Pool[Any]] = weakref.WeakSet()


class Pool(Generic[C]):
    """Holds the httpx client. `given` is the caller's own, which is used as it is and never closed."""

    def __init__(self, build: Callable[[], C], given: C | None) -> None:
        self._build = build
        self._given = given
        self._built: tuple[object, C] | None = None  # with its owner, so that both change at once
        self._closed = False
        self._lock = threading.Lock()
        _pools.add(self)

    def acquire(self, owner: object = None) -> C:
        """The httpx client. Connections live in one event loop, so each `owner` (loop) gets its own."""
        if self._closed:
            raise ConfigurationError("this client is closed: make a new one, or call before closing it")
        if self._given is not None:
            if self._given.is_closed:
                raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
            return self._given
        built = self._built
        if built is not None and built[0] == owner:  # equal, since anyio makes a new token each time
            return built[1]
        with self._lock:
            if self._built is None or self._built[0] != owner:
                self._built = owner, self._new()
            return self._built[1]

    def _new(self) -> C:
        try:
            return self._build()
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL) as error:  # ImportError: SOCKS, HTTP/2
            raise ConfigurationError(
                f"the HTTP connection cannot be set up ({error}): look at verify=, and in the environment at "
                "SSL_CERT_FILE, SSL_CERT_DIR, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"
            ) from error

    def close(self, owner: object = None) -> C | None:
        """Refuse further calls; returns the httpx client that `owner` is to close, if there is one."""
        with self._lock:
            self._closed, built, self._built = True, self._built, None
            return built[1] if built is not None and built[0] == owner else None

    def _forget(self) -> None:
        # In a forked child: the sockets are the parent's, and its threads may have held the lock.
        self._built = None
        self._lock = threading.Lock()


def _forget_all() -> None:
    for pool in list(_pools):
        pool._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
