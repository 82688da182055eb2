"""Streams of threads and of event loops, to be put through one course of events."""

import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpcore

LOOPS: dict[str, dict[str, Any]] = {
    "asyncio": {"backend": "asyncio"},
    "uvloop": {"backend": "asyncio", "backend_options": {"use_uvloop": True}},
    "trio": {"backend": "trio"},
}

Course = Callable[[Any, socket.socket], Awaitable[None]]


def played(course: Course) -> Callable[[Callable[[Course], None]], None]:
    """Make a test of a course of events, which goes through it with each kind of stream."""
    return lambda play: play(course)


class Blocking:
    """A stream of threads with the methods of one of event loops, so that one course of events is for both."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self.get_extra_info = stream.get_extra_info

    def __getattr__(self, name: str) -> Any:
        async def method(*arguments: Any, **options: Any) -> Any:
            return getattr(self._stream, name)(*arguments, **options)

        return method

    async def aclose(self) -> None:
        self._stream.close()
