"""The asyncio or trio event loop that a call runs in."""

from __future__ import annotations

import sys
from typing import Any


def running_trio() -> Any | None:
    """Return the `trio` module if a trio loop is running, else None."""
    trio = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return None
    return trio


def current_loop() -> Any:
    """Return the running loop of asyncio, or the token of that of trio."""
    import asyncio  # not at the top, as sync clients do without it

    trio = running_trio()
    return asyncio.get_running_loop() if trio is None else trio.lowlevel.current_trio_token()


def finish(coroutine: Any) -> Any:
    """Return the result of a coroutine that does not wait, without an event loop; None if it would wait."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    return None
