"""The one HTTP request of a call, as often as it has to be sent."""

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
_FRAMING = ("content-length", "transfer-encoding")


# Made for each call, and attrs makes frozen objects at three times the cost.
@define
class PreparedRequest(Generic[T]):
    """The request of a call, checked and written. Names of headers are in lower case."""

    operation: Operation[T]
    path: str
    content: Content | None
    headers: Mapping[str, str]

    @property
    def can_be_sent(self) -> bool:
        """Whether the body is all there: one that cannot be rewound is sent once."""
        return not isinstance(self.content, BodyStream) or self.content.can_be_sent


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that a caller adds, by their names in lower case. Raises `RequestValidationError`."""
    if not isinstance(headers, Mapping):
        raise RequestValidationError("a mapping of names to values", type(headers).__name__, ("extra_headers",))
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise RequestValidationError("header names as in HTTP", shown(name)[:80], ("extra_headers",))
        if name.lower() in _FRAMING:
            raise RequestValidationError("no headers that say where the body ends", name, ("extra_headers",))
        # The value may be a secret, so it is not shown.
        if not isinstance(value, str) or not HEADER_VALUE.fullmatch(value):
            raise RequestValidationError("printable ASCII", "something else", ("extra_headers", name))
    return {name.lower(): value for name, value in headers.items()}
