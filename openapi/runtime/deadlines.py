"""Keeps a synchronous call to its deadline while httpcore reads, which knows timeouts for each read only.

A server that sends a byte now and then would keep it reading without end. httpcore tells of each connection it makes,
and from then on the reads of that connection look at the deadline of the call that they are made for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpx

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def until(ends_at: float | None) -> Iterator[None]:
    """Have reads end at a moment of the monotonic clock."""
    token = _ends_at.set(ends_at)
    try:
        yield
    finally:
        _ends_at.reset(token)


def watch(event: str, info: dict[str, Any]) -> None:
    """The `trace` extension of a request that may make a connection."""
    if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
        stream = info["return_value"]
        read = stream.read

        def read_in_time(max_bytes: int, timeout: float | None = None) -> bytes:
            ends_at = _ends_at.get()
            if ends_at is not None:
                left = ends_at - time.monotonic()
                if left <= 0:
                    raise httpx.ReadTimeout("the deadline passed while the answer was arriving")
                timeout = left if timeout is None else min(left, timeout)
            data: bytes = read(max_bytes, timeout)
            return data

        stream.read = read_in_time
