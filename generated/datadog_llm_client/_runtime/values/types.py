# Copied from runtime/values/types.py: edit that.
"""Types shared by models, clients and errors."""

from __future__ import annotations

import enum
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, cast

from attrs import field, frozen

from .rate_limits import RateLimit

__all__ = ("UNSET", "ErrorDetail", "FromResponse", "MapResult", "Response", "Unset")

T = TypeVar("T")


class Unset(enum.Enum):
    """The type of `UNSET`. An enum, so that it survives copying and pickling, and `is` narrows types."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Marks what was not given or not sent, where None would mean null. It is falsy."""


@frozen
class Response(Generic[T]):
    """A response of the API.

    Attributes:
        status_code: HTTP status.
        headers: response headers, case-insensitive.
        content: body as bytes, decompressed.
        parsed: body as the operation's model.
        method: method of the request.
        path: path of the request.
        retries: number of times the request was sent again before this response.
        received_at: when the response arrived, as a Unix time.
    """

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    parsed: T
    method: str
    path: str
    retries: int = 0
    received_at: float = field(factory=time.time, repr=False, eq=False)

    @property
    def request_id(self) -> str | None:
        """The ID to quote to Datadog support, if the response has one."""
        return self.headers.get("x-request-id")

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit that applied, if the response states it."""
        return RateLimit.from_headers(self.headers, self.received_at)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name != "parsed" and not name.startswith("_") and hasattr(self.parsed, name):
                return getattr(self.parsed, name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def evolve(self, parsed: Any) -> Response[Any]:
        """Return a copy with the body parsed differently."""
        return Response(
            self.status_code, self.headers, self.content, parsed, self.method, self.path, self.retries, self.received_at
        )


class FromResponse:
    """Mixin for errors caused by an HTTP response, whose attributes it exposes."""

    response: Response[Any]
    """The response, as `with_raw_response` would have returned it."""

    @property
    def status_code(self) -> int:
        """HTTP status of the response."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Response headers, case-insensitive."""
        return self.response.headers

    @property
    def content(self) -> bytes:
        """Response body, decompressed. It is incomplete if the connection was lost."""
        return self.response.content

    @property
    def request_id(self) -> str | None:
        """The ID to quote to Datadog support, if the response has one."""
        return self.response.request_id

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit that applied, if the response states it."""
        return self.response.rate_limit

    @property
    def retries(self) -> int:
        """Number of times the request was sent again before this response."""
        return self.response.retries

    def _context(self) -> str:
        request_id = f", request id {self.request_id}" if self.request_id else ""
        return f"{self.response.method} {self.response.path}{request_id}"


@frozen
class MapResult(Generic[T]):
    """The outcome of one request of a `map`.

    Attributes:
        index: position of the request in the input, from 0.
        request: its keyword arguments.
        value: what the method returned.
        error: what it raised instead, or None.
    """

    index: int
    request: Mapping[str, Any]
    value: T | None = None
    error: Exception | None = None

    def unwrap(self) -> T:
        """Return the value, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast(T, self.value)


@frozen
class ErrorDetail:
    """One error reported by the server, as a JSON:API error object or a plain string. Missing members are None.

    Attributes:
        detail: what went wrong in this case.
        title: the kind of error.
        status: HTTP status, as a string.
        pointer: JSON pointer to the part of the body at fault.
        parameter: name of the query parameter at fault.
        header: name of the header at fault.
        meta: additional information.
    """

    detail: str | None = None
    title: str | None = None
    status: str | None = None
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None
    meta: Mapping[str, Any] = field(factory=dict, hash=False)

    def __str__(self) -> str:
        text = self.detail or self.title or "no detail"
        place = self.pointer or self.parameter or self.header
        return f"{text} ({place})" if place else text
