"""Values that models, clients and errors share."""

from __future__ import annotations

import enum
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, cast

from attrs import field, frozen

from .rate_limits import RateLimit

T = TypeVar("T")


class Unset(enum.Enum):
    """The type of `UNSET`. An enum, so that copies and pickles stay the same object and `is` narrows types."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Marks what was not given or not sent, where None would mean null. It is falsy."""


@frozen
class Response(Generic[T]):
    """An answer of the API with everything that came with it.

    Attributes:
        status_code: HTTP status.
        headers: its headers, by any case.
        content: the body as bytes, decompressed.
        parsed: the body as the model of the operation.
        method: the method of the request.
        path: the path and query of the request.
        retries: how many times the request was sent again before this answer.
        received_at: when it came, as a Unix time.
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
        """What to quote to Datadog's support, where the answer said it."""
        return self.headers.get("x-request-id")

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit that applied, where the answer said it."""
        return RateLimit.from_headers(self.headers, self.received_at)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # What was `error.response` of a ProviderError before held the model itself, so its attributes are found.
            if name != "parsed" and not name.startswith("_") and hasattr(self.parsed, name):
                return getattr(self.parsed, name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def evolve(self, parsed: Any) -> Response[Any]:
        """The same answer with another reading of its body."""
        return Response(
            self.status_code, self.headers, self.content, parsed, self.method, self.path, self.retries, self.received_at
        )


@frozen
class MapResult(Generic[T]):
    """What came of one request of a `map`.

    Attributes:
        index: the place of the request in the input, from 0.
        request: its keyword arguments.
        value: what the method returned.
        error: what it raised instead.
    """

    index: int
    request: Mapping[str, Any]
    value: T | None = None
    error: Exception | None = None

    def unwrap(self) -> T:
        """The value, or the error raised."""
        if self.error is not None:
            raise self.error
        return cast(T, self.value)


@frozen
class ErrorDetail:
    """One fault that the server named, from a JSON:API error object or a plain string. What it left out is None.

    Attributes:
        detail: what went wrong this time.
        title: the kind of fault.
        status: HTTP status, as a string.
        pointer: the part of the body at fault, as a JSON pointer.
        parameter: the parameter at fault.
        header: the header at fault.
        meta: further facts.
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
