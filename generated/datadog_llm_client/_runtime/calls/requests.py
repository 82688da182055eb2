# Copied from runtime/calls/requests.py: edit that.
"""The HTTP request of a call, which each of its attempts sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define

from ..values.errors import RequestValidationError
from ..values.excerpts import shown
from ..values.streams import BodyStream
from .bodies import Content
from .parameters import HEADER_VALUE

if TYPE_CHECKING:
    from .operation import Operation

T = TypeVar("T")

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: Headers that only the client can set: they depend on the connection, and on how the body is encoded and framed.
_OWN = frozenset({"accept-encoding", "connection", "content-length", "content-type", "host", "transfer-encoding"})


# Not frozen: one is created per call, and frozen attrs classes take three times as long to instantiate.
@define
class PreparedRequest(Generic[T]):
    """The request of a call, validated and serialized. Header names are in lowercase.

    `unknown` is the decoded body, without `extra_body`, if the contract does not know all of it.
    """

    operation: Operation[T]
    path: str
    content: Content | None
    headers: Mapping[str, str]
    unknown: object = None

    @property
    def can_be_sent(self) -> bool:
        """Whether the body can be sent from its start. One that cannot be rewound can only be sent once."""
        return not isinstance(self.content, BodyStream) or self.content.can_be_sent


def framing(method: str, content: Content | None) -> dict[str, str]:
    """Return the header that frames a body. An empty one is announced if the method usually has a body."""
    if isinstance(content, BodyStream):
        return content.framing
    if content or method in ("POST", "PUT", "PATCH"):
        return {"content-length": str(len(content or b""))}
    return {}


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Validate headers that a caller adds, and return them by lowercase name. Raises `RequestValidationError`."""
    if not isinstance(headers, Mapping):
        raise RequestValidationError("a mapping of names to values", type(headers).__name__, ("extra_headers",))
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise RequestValidationError("a valid header name", shown(name)[:80], ("extra_headers",))
        if name.lower() in _OWN:
            raise RequestValidationError("no header that the client sets itself", name, ("extra_headers",))
        # The value is not shown, as it may be a secret.
        if not isinstance(value, str):
            raise RequestValidationError("a string", type(value).__name__, ("extra_headers", name))
        if not HEADER_VALUE.fullmatch(value):
            raise RequestValidationError("printable ASCII", "something else", ("extra_headers", name))
    return {name.lower(): value for name, value in headers.items()}
