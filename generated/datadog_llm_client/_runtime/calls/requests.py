# Copied by "make generate" from runtime/calls/requests.py. Edit that, never this file.
"""Turns the arguments of a call into the one HTTP request that is sent, as often as needed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from attrs import define

from ..values.decoding import json_object
from ..values.errors import RequestValidationError, ValidationError
from ..values.excerpts import shown
from ..values.models import Model, encode
from ..values.types import UNSET
from .operation import Operation

T = TypeVar("T")

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
#: Of a path parameter. Servers and proxies take some 8,000 for a whole URL.
LONGEST_SEGMENT = 2_000
_FRAMING = ("content-length", "transfer-encoding")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")  # what every server and proxy takes


# Made for each call, and attrs makes frozen objects at three times the cost.
@define
class PreparedRequest(Generic[T]):
    """The request of a call, as often as it may be sent. Names of headers are in lower case."""

    operation: Operation[T]
    path: str
    content: bytes | None
    headers: Mapping[str, str]


def prepare(
    operation: Operation[T],
    parameters: Mapping[str, object],
    *,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, object] | None = None,
    body: Mapping[str, object] | None = None,
    extra_body: Mapping[str, Any] | None = None,
    extra_headers: Mapping[str, str] | None = None,
) -> PreparedRequest[T]:
    """Check the arguments of a call and encode them. Raises `RequestValidationError` naming what is wrong."""
    path = operation.path.format_map({name: _segment(name, value) for name, value in parameters.items()})
    if query is not None and (pairs := _query(query)):
        path = f"{path}?{urlencode(pairs)}"
    merged = {name.lower(): _text(value) for name, value in (headers or {}).items() if value is not UNSET}
    content = None
    if operation.body is not None:
        content = _content(operation.body, body or {}, extra_body)
        merged["content-type"] = "application/json"
    if extra_headers is not None:
        merged.update(_checked_headers(extra_headers))
    return PreparedRequest(operation, path, content, merged)


def _segment(name: str, value: object) -> str:
    """Percent-encode a path parameter as one segment; refuse what would make it another path."""
    if not isinstance(value, str):
        raise RequestValidationError("a string", type(value).__name__, (name,))
    return _encoded_segment(name, value)


@lru_cache(maxsize=1024)
def _encoded_segment(name: str, value: str) -> str:
    if len(value) > LONGEST_SEGMENT:
        raise RequestValidationError(f"at most {LONGEST_SEGMENT} characters", f"{len(value)}", (name,))
    # A proxy that decodes early would still follow dots, however they are encoded.
    if not value or not {".", ".."}.isdisjoint(re.split(r"[/\\]", value)):
        raise RequestValidationError("a name that is neither empty nor a step in the path", repr(value[:80]), (name,))
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise RequestValidationError("text that UTF-8 can encode", repr(value[:80]), (name,)) from None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(encode(value))


def _query(query: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is UNSET or value is None:
            continue
        several = isinstance(value, Sequence) and not isinstance(value, str)
        pairs.extend((name, _text(item)) for item in (value if several else (value,)))  # type: ignore[attr-defined]
    return pairs


def _content(decode: Callable[[Any], Model], body: Mapping[str, object], extra: Mapping[str, Any] | None) -> bytes:
    try:
        # Reading the arguments as the server will read them is what checks them.
        document = decode(body).to_dict()
        if extra is not None:
            document |= json_object(encode(extra))
    except ValidationError as error:
        raise RequestValidationError(error.expected, error.found, error.path) from None
    except RecursionError:
        raise RequestValidationError("JSON", "a value that contains itself, or is nested too deep") from None
    try:
        return _JSON.encode(document).encode()
    except (TypeError, ValueError, RecursionError):
        raise _fault(document, ()) or RequestValidationError("JSON", "a value that JSON cannot hold") from None


def _fault(value: Any, path: tuple[str | int, ...]) -> RequestValidationError | None:
    """Find what JSON cannot say. Only runs when encoding has failed."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                return RequestValidationError("a string as key", repr(key)[:80], path)
            if fault := _fault(item, (*path, key)):
                return fault
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if fault := _fault(item, (*path, index)):
                return fault
    elif isinstance(value, float):
        if not math.isfinite(value):
            return RequestValidationError("a finite number", repr(value), path)
    elif isinstance(value, str):
        if not _is_utf8(value):
            return RequestValidationError("text that UTF-8 can encode", "a lone surrogate", path)
    elif value is not None and not isinstance(value, int):
        return RequestValidationError("a JSON value", type(value).__name__, path)
    return None


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        raise RequestValidationError("a mapping of names to values", type(headers).__name__, ("extra_headers",))
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise RequestValidationError("header names as in HTTP", shown(name)[:80], ("extra_headers",))
        if name.lower() in _FRAMING:
            raise RequestValidationError("no headers that say where the body ends", name, ("extra_headers",))
        # The value may be a secret, so it is not shown.
        if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise RequestValidationError("printable ASCII", "something else", ("extra_headers", name))
    return {name.lower(): value for name, value in headers.items()}
