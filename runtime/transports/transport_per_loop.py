"""What a client and its copies send with: made on first use, once for each event loop, and never used across a fork."""

from __future__ import annotations

import os
import threading
import warnings
import weakref
from collections.abc import AsyncGenerator, Callable
from typing import Any, Generic, TypeVar, cast

import httpx

from ..values.errors import ConfigurationError
from ..values.loops import finish
from .road import Road

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_all: weakref.WeakSet[TransportPerLoop[Any]] = weakref.WeakSet()


class TransportPerLoop(Generic[C]):
    """Holds the httpx client, or one for each event loop, since connections live in one loop."""

    def __init__(self, connect: Callable[[], Road[C]]) -> None:
        self._connect = connect
        self._roads: dict[object, Road[C]] = {}
        self._endings: dict[object, AsyncGenerator[None, None]] = {}
        self._is_closed = False
        self._lock = threading.Lock()
        _all.add(self)

    def acquire(self, owner: object = None) -> C:
        """The client for an owner: an event loop, or None for threads."""
        road = self._roads.get(owner)
        if road is None or road.http.is_closed:
            road = self._new(owner)
        return road.http

    def _new(self, owner: object) -> Road[C]:
        with self._lock:
            if self._is_closed:
                raise ConfigurationError("this client is closed: make a new one, or call before closing it")
            for other in [other for other in self._roads if getattr(other, "is_closed", bool)()]:
                self._drop(other)  # a loop that came to its end without saying so
            road = self._roads.get(owner)
            if road is None or (road.connections is not None and road.http.is_closed):
                self._roads[owner] = road = self._connect()
                if owner is not None and road.connections is not None:
                    self._endings[owner] = ending = _until_the_loop_ends(road.http)
                    finish(anext(ending))
            if road.http.is_closed:
                raise ConfigurationError("the http_client of this client is closed: it has to outlive this client")
            return road

    def _drop(self, owner: object) -> None:
        road, ending = self._roads.pop(owner), self._endings.pop(owner, None)
        if road.connections is not None:
            road.connections.close()
            if isinstance(road.http, httpx.Client):
                road.http.close()
        if ending is not None:
            finish(ending.aclose())

    def close(self, owner: object = None) -> AsyncGenerator[None, None] | None:
        """Refuse further calls, and close the connections of every loop, from wherever this is called.

        Returns what is to be closed, too, by the loop that is the owner, if it has any.
        """
        with self._lock:
            self._is_closed = True
            ending = self._endings.pop(owner, None)
            for other in list(self._roads):
                self._drop(other)
            return ending

    def __del__(self) -> None:
        left = [road for road in self._roads.values() if road.connections is not None and len(road.connections)]
        self.close()
        if left:
            warnings.warn(
                "a client was not closed: use it in a with block, or close it",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )

    def _forget(self) -> None:
        # In a forked child: the sockets are the parent's, and its threads may have held the lock.
        self._lock = threading.Lock()
        for road in self._roads.values():
            if road.connections is not None:
                road.connections.abandon()
        for ending in self._endings.values():
            finish(ending.aclose())
        self._roads, self._endings = {}, {}


async def _until_the_loop_ends(http: httpx.Client | httpx.AsyncClient) -> AsyncGenerator[None, None]:
    """Closes a client when its loop, as it ends, closes the asynchronous generators that were begun in it."""
    try:
        yield
    finally:
        await cast(httpx.AsyncClient, http).aclose()


def _forget_all() -> None:
    for each in list(_all):
        each._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
