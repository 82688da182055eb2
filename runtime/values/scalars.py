"""Decoders of scalars: each takes a JSON value and returns the typed one, or raises `ValidationError`.

Arguments are validated by decoding them, so typed values are accepted too.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import math
import re
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from .errors import ValidationError, shown
from .models import Model, encode
from .reading import current_reading
from .schemas import is_type, schema_of

T = TypeVar("T")

_JSON_NAMES = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "an integer"}
_SHOWN = 60
# isoparse accepts all of ISO 8601, including dates without a time and week dates.
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def mismatch(expected: str, value: object) -> ValidationError:
    """Return the error for an unexpected value. Long values are truncated; objects and arrays are not shown."""
    if value is None:
        return ValidationError(expected, "null")
    if isinstance(value, Model):
        return ValidationError(expected, "an object")
    name = next((name for kind, name in _JSON_NAMES.items() if isinstance(value, kind)), type(value).__name__)
    if isinstance(value, dict | list | int) and not isinstance(value, bool):
        return ValidationError(expected, name)  # an integer may be too long to print
    text = shown(value)
    return ValidationError(expected, f"{name} {text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}")


def string(value: Any) -> str:
    """Decode a JSON string."""
    if isinstance(value, str):
        return value
    raise mismatch("a string", value)


def integer(value: Any) -> int:
    """Decode a JSON number without a fraction."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():  # in JSON, 256.0 is an integer too
        return int(value)
    raise mismatch("an integer", value)


def number(value: Any) -> float:
    """Decode a finite JSON number. An int stays an int, so that it is encoded unchanged."""
    if isinstance(value, float):
        if math.isfinite(value):
            return value
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise mismatch("a finite number", value)


def boolean(value: Any) -> bool:
    """Decode a JSON boolean."""
    if isinstance(value, bool):
        return value
    raise mismatch("a boolean", value)


def json_string(value: Any) -> str:
    """Decode a JSON document in a string. In arguments, an object is serialized, and a type becomes its JSON Schema."""
    if isinstance(value, str):
        return value
    reading = current_reading()
    if reading is not None and not reading.is_request:  # in a response, it is a string already
        raise mismatch("a JSON document in a string", value)
    if is_type(value):
        value = schema_of(value)
    if not isinstance(value, Model | Mapping):
        raise mismatch("a JSON document in a string, an object, or a type", value)
    try:
        return json.dumps(encode(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValidationError("a JSON-serializable value", str(error)[:_SHOWN]) from None


def null(value: Any) -> None:
    """Decode null."""
    if value is not None:
        raise mismatch("null", value)


def any_value(value: Any) -> Any:
    """Return any JSON value unchanged."""
    return value


def const(expected: T) -> Callable[[Any], T]:
    """Make a decoder that accepts a single value."""

    def decode_const(value: Any) -> T:
        # True == 1 in Python, but not in JSON.
        if value == expected and isinstance(value, bool) is isinstance(expected, bool):
            return expected
        raise mismatch(repr(expected), value)

    return decode_const


@cache
def _isoparse() -> Callable[[str], datetime.datetime]:
    from dateutil.parser import isoparse  # not at the top, as few models have a time

    return isoparse


def date_time(value: Any) -> datetime.datetime:
    """Decode an RFC 3339 date and time with a UTC offset. Digits beyond microseconds are dropped."""
    if isinstance(value, datetime.datetime):
        if value.utcoffset() is None:
            raise ValidationError("a time with a UTC offset", "a naive datetime")
        return value
    try:
        if isinstance(value, str) and _DATE_TIME.fullmatch(value):
            return _isoparse()(value)
    except ValueError:  # such as month 13
        pass
    raise mismatch("a date and time with a UTC offset", value)


def date(value: Any) -> datetime.date:
    """Decode an RFC 3339 date."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise mismatch("a date", value)


def uuid_(value: Any) -> uuid.UUID:
    """Decode a UUID in its canonical form."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        parsed = uuid.UUID(string(value))
    except ValueError:
        raise mismatch("a UUID", value) from None
    if str(parsed) != value.lower():  # braces and the like would not survive a round trip
        raise mismatch("a UUID", value)
    return parsed


def base64_(value: Any) -> bytes:
    """Decode bytes from a base64 string (RFC 4648, section 4)."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    try:
        content = base64.b64decode(string(value), validate=True)
    except (binascii.Error, ValueError):  # the latter for non-ASCII text
        raise mismatch("base64-encoded bytes", value) from None
    if base64.b64encode(content).decode("ascii") != value:  # stray bits would not survive a round trip
        raise mismatch("base64-encoded bytes", value)
    return content
