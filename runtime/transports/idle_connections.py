"""Where connections lie between two calls."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

import httpx

from .given import KEEPALIVE_EXPIRY

T = TypeVar("T", bound=httpx.HTTPTransport | httpx.AsyncHTTPTransport)


class IdleConnections(Generic[T]):
    """Idle transports, the one used last on top. Safe between threads, as the operations of a deque are atomic."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._idle: deque[tuple[float, T]] = deque()
        self.is_closed = False

    def pop(self) -> T:
        """A transport for one call. Its connection may turn out to have been closed by the server."""
        try:
            return self._idle.pop()[1]
        except IndexError:
            return self._build()

    def push(self, transport: T) -> T | None:
        """Keep a transport for the next call. Returns one to close, where one has been idle for long."""
        now = time.monotonic()
        if self.is_closed:
            return transport
        self._idle.append((now, transport))
        try:
            since, oldest = self._idle[0]
            if now - since <= KEEPALIVE_EXPIRY:
                return None
            self._idle.remove((since, oldest))
        except (IndexError, ValueError):  # another thread was quicker
            return None
        return oldest

    def close(self) -> list[T]:
        self.is_closed = True
        idle: list[T] = []
        with suppress(IndexError):
            while True:
                idle.append(self._idle.pop()[1])
        return idle
