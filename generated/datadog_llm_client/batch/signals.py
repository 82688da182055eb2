# Copied by "make generate" from extras/batch/signals.py. Edit that, never this file.
"""Handles signals that ask the process to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from .report import Stop


@contextmanager
def finish_on_signals(finish: Callable[[Stop], None]) -> Iterator[None]:
    """Call `finish` on the first SIGINT or SIGTERM; a second one acts as usual. Only works in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:
        restore()
        finish("SIGINT" if number == signal.SIGINT else "SIGTERM")

    for number in (signal.SIGINT, signal.SIGTERM):
        handler = signal.getsignal(number)
        if handler is not None:  # else it was not set by Python and cannot be restored
            before[number] = handler
            signal.signal(number, handle)
    try:
        yield
    finally:
        restore()
