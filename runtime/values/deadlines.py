"""Keeps a synchronous call to its deadline on the wire, where httpcore knows timeouts for each read and write only.

A server that sends a byte now and then would keep it reading without end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def fail_at(ends_at: float | None) -> Iterator[None]:
    """Have reads and writes in this context end at a moment of the monotonic clock."""
    token = _ends_at.set(ends_at)
    try:
        yield
    finally:
        _ends_at.reset(token)


def clamp(timeout: float | None) -> float | None:
    """A timeout that ends no later than the call that it is for. Raises `httpx.ReadTimeout` where that has ended."""
    ends_at = _ends_at.get()
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpx.ReadTimeout("the deadline passed while the answer was arriving")
    return left if timeout is None else min(left, timeout)
