# Copied by "make generate" from runtime/transports/idle_connections.py. Edit that, never this file.
"""Where connections lie between two calls."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Generic, TypeVar

C = TypeVar("C")

KEEPALIVE_EXPIRY = 5.0  # seconds that a connection waits for its next call, as in httpx


class IdleConnections(Generic[C]):
    """Idle connections, the one used last on top. Safe between threads; what each method does takes constant time."""

    def __init__(self) -> None:
        self._idle: deque[tuple[float, C]] = deque()
        self._lock = threading.Lock()
        self.is_closed = False

    def __len__(self) -> int:
        return len(self._idle)

    def pop(self) -> C | None:
        """The connection that was used last, if there is one. The server may have closed it meanwhile."""
        with self._lock:
            return self._idle.pop()[1] if self._idle else None

    def pop_expired(self) -> list[C]:
        """The connections that have waited for too long: they are to be closed."""
        expired: list[C] = []
        with self._lock:
            before = time.monotonic() - KEEPALIVE_EXPIRY
            while self._idle and self._idle[0][0] < before:
                expired.append(self._idle.popleft()[1])
        return expired

    def push(self, connection: C) -> bool:
        """Keep a connection for the next call. False where none is kept any more."""
        with self._lock:
            if not self.is_closed:
                self._idle.append((time.monotonic(), connection))
            return not self.is_closed

    def close(self) -> list[C]:
        """Keep none from now on. Returns those that are to be closed."""
        with self._lock:
            self.is_closed = True
            idle, self._idle = self._idle, deque()
        return [connection for _, connection in idle]

    def abandon(self) -> list[C]:
        """The same in a forked child, where a thread of the parent may hold the lock for ever."""
        self._lock = threading.Lock()
        return self.close()
