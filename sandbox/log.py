"""Logs a line for each request."""

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Log:
    """ASGI middleware that logs the time, method, path, status and duration of each request."""

    def __init__(self, app: ASGIApp, write: Callable[[str], object]) -> None:
        self._app = app
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle an ASGI request and write its line."""
        started = time.perf_counter()
        status = 0

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, observe)
        finally:
            if scope["type"] == "http":
                took = (time.perf_counter() - started) * 1000
                path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
                answered = status or "no answer"
                self._write(f"{time.strftime('%H:%M:%S')} {scope['method']} {path} {answered} {took:.0f} ms")
