"""What a client sends with: an attempt goes in, an answer comes out. And the one that is a caller's httpx client."""

from __future__ import annotations

from typing import Protocol

import httpx

from ..values.attempt import Attempt

KEEPALIVE_EXPIRY = 5.0  # seconds that a connection waits for its next call, as in httpx


class Transport(Protocol):
    """What a client needs to send with."""

    @property
    def is_closed(self) -> bool: ...

    def send(self, attempt: Attempt) -> httpx.Response: ...

    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """What an async client needs to send with."""

    @property
    def is_closed(self) -> bool: ...

    async def send(self, attempt: Attempt) -> httpx.Response: ...

    async def aclose(self) -> None: ...


class Given:
    """The caller's `httpx.Client`, with its own headers, cookies, hooks and auth."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    @property
    def is_closed(self) -> bool:
        return self._http.is_closed

    def send(self, attempt: Attempt) -> httpx.Response:
        with attempt.built_by(self._http) as request:
            response = self._http.send(request, stream=True, follow_redirects=False)
        response.next_request = None  # where a redirect points to, with the credentials in it
        return response

    def close(self) -> None:
        """It is the caller's to close."""


class AsyncGiven:
    """The caller's `httpx.AsyncClient`."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    @property
    def is_closed(self) -> bool:
        return self._http.is_closed

    async def send(self, attempt: Attempt) -> httpx.Response:
        with attempt.built_by(self._http) as request:
            response = await self._http.send(request, stream=True, follow_redirects=False)
        response.next_request = None
        return response

    async def aclose(self) -> None:
        """It is the caller's to close."""
