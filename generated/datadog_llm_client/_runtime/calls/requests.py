# Copied from runtime/calls/requests.py: edit that.
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
_OWN = frozenset({"accept-encoding", "connection", "content-length", "content-type", "host", "transfer-encoding"})


@define
class PreparedRequest(Generic[T]):
    operation: Operation[T]
    path: str
    content: Content | None
    headers: Mapping[str, str]
    unknown: object = None

    @property
    def can_be_sent(self) -> bool:
        return not isinstance(self.content, BodyStream) or self.content.can_be_sent


def framing(method: str, content: Content | None) -> dict[str, str]:
    if isinstance(content, BodyStream):
        return content.framing
    if content or method in ("POST", "PUT", "PATCH"):
        return {"content-length": str(len(content or b""))}
    return {}


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        raise RequestValidationError("a mapping of names to values", type(headers).__name__, ("extra_headers",))
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise RequestValidationError("a valid header name", shown(name)[:80], ("extra_headers",))
        if name.lower() in _OWN:
            raise RequestValidationError("no header that the client sets itself", name, ("extra_headers",))
        if not isinstance(value, str):
            raise RequestValidationError("a string", type(value).__name__, ("extra_headers", name))
        if not HEADER_VALUE.fullmatch(value):
            raise RequestValidationError("printable ASCII", "something else", ("extra_headers", name))
    return {name.lower(): value for name, value in headers.items()}
