# Copied by "make generate" from runtime/values/loops.py. Edit that, never this file.
"""The event loop that a call runs in, of asyncio or trio."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable
from typing import Any


def running_trio() -> Any | None:
    """The module `trio`, where it is trio's loop; else None."""
    trio = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return None
    return trio


def current_loop() -> object:
    """What stands for the loop: the same object throughout, and another for each loop."""
    trio = running_trio()
    return asyncio.get_running_loop() if trio is None else trio.lowlevel.current_trio_token()


def finish(awaitable: Awaitable[object]) -> Any:
    """The result of what waits for nothing, without an event loop. What would wait is given up there, for None."""
    steps = awaitable.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return end.value
    close = getattr(steps, "close", None)
    if close is not None:
        close()
    return None
