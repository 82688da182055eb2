"""The transports that a client and its copies share: made on first use, once, and never used across a fork."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import httpx

from ..values.errors import ConfigurationError
from .given import AsyncTransport, Transport

S = TypeVar("S", bound=Transport | AsyncTransport)

_pools: weakref.WeakSet[TransportPerLoop[Any]] = weakref.WeakSet()

#: Event loops that are served at a time. The connections of the loop that came first make room for one more.
_MOST_OWNERS = 8


class TransportPerLoop(Generic[S]):
    """Holds the transport, or one for each event loop, since connections live in one loop."""

    def __init__(self, connect: Callable[[], S]) -> None:
        self._connect = connect
        self._transports: dict[object, S] = {}
        self._is_closed = False
        self._lock = threading.Lock()
        _pools.add(self)

    def acquire(self, owner: object = None) -> S:
        """The transport for an owner: an event loop, or None for threads."""
        transport = self._transports.get(owner)
        if transport is None or transport.is_closed:
            transport = self._new(owner)
        return transport

    def _new(self, owner: object) -> S:
        with self._lock:
            if self._is_closed:
                raise ConfigurationError("this client is closed: make a new one, or call before closing it")
            transport = self._transports.get(owner)
            if transport is None:
                transport = self._connected()
                while len(self._transports) >= _MOST_OWNERS:
                    del self._transports[next(iter(self._transports))]
                self._transports[owner] = transport
            if transport.is_closed:
                raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
            return transport

    def _connected(self) -> S:
        try:
            return self._connect()
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL) as error:  # ImportError: SOCKS, HTTP/2
            raise ConfigurationError(
                f"the HTTP connection cannot be set up ({error}): look at verify=, and in the environment at "
                "SSL_CERT_FILE, SSL_CERT_DIR, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"
            ) from error

    def close(self, owner: object = None) -> S | None:
        """Refuse further calls; returns the transport that `owner` is to close, if there is one."""
        with self._lock:
            self._is_closed, transports, self._transports = True, self._transports, {}
            return transports.get(owner)

    def _forget(self) -> None:
        # In a forked child: the sockets are the parent's, and its threads may have held the lock.
        self._transports = {}
        self._lock = threading.Lock()


def _forget_all() -> None:
    for pool in list(_pools):
        pool._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
