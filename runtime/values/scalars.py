"""Decoders of single values: each takes a JSON value and returns the typed one, or raises `ValidationError`.

Since what callers pass is checked by being read, typed values are taken too.
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

from .errors import ValidationError
from .excerpts import shown
from .models import Model, encode
from .reading import current_reading
from .schemas import is_type, schema_of

T = TypeVar("T")

_JSON_NAMES = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "an integer"}
_SHOWN = 60
# isoparse takes all of ISO 8601, also a date alone, and weeks.
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def mismatch(expected: str, value: object) -> ValidationError:
    """The error for a value that is not what was expected. Long values are cut, objects and arrays only named."""
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
    """A JSON string."""
    if isinstance(value, str):
        return value
    raise mismatch("a string", value)


def integer(value: Any) -> int:
    """A JSON number without a fraction."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():  # to JSON, 256.0 is an integer too
        return int(value)
    raise mismatch("an integer", value)


def number(value: Any) -> float:
    """A finite JSON number; a whole one stays an int, so that it goes out as it came in."""
    if isinstance(value, float):
        if math.isfinite(value):
            return value
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise mismatch("a finite number", value)


def boolean(value: Any) -> bool:
    """A JSON boolean."""
    if isinstance(value, bool):
        return value
    raise mismatch("a boolean", value)


def json_string(value: Any) -> str:
    """A JSON document in a string; an object is taken too, and written as one, and of a type its JSON Schema."""
    if isinstance(value, str):
        return value
    if current_reading() is not None:  # of an answer, which is told as it came
        raise mismatch("a JSON document in a string", value)
    if is_type(value):
        value = schema_of(value)
    if not isinstance(value, Model | Mapping):
        raise mismatch("a JSON document in a string, an object, or a type", value)
    try:
        return json.dumps(encode(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValidationError("what JSON can hold", str(error)[:_SHOWN]) from None


def null(value: Any) -> None:
    """Null alone."""
    if value is not None:
        raise mismatch("null", value)


def any_value(value: Any) -> Any:
    """Any JSON value."""
    return value


def const(expected: T) -> Callable[[Any], T]:
    """The one value that the contract allows."""

    def decode_const(value: Any) -> T:
        # In Python, but not in JSON, true is 1.
        if value == expected and isinstance(value, bool) is isinstance(expected, bool):
            return expected
        raise mismatch(repr(expected), value)

    return decode_const


@cache
def _isoparse() -> Callable[[str], datetime.datetime]:
    from dateutil.parser import isoparse  # with the first time that is read, since few models hold one

    return isoparse


def date_time(value: Any) -> datetime.datetime:
    """A date and time with its offset from UTC, as RFC 3339 writes it. Digits beyond microseconds are dropped."""
    if isinstance(value, datetime.datetime):
        if value.utcoffset() is None:
            raise ValidationError("a time with its offset from UTC", "a naive datetime")
        return value
    try:
        if isinstance(value, str) and _DATE_TIME.fullmatch(value):
            return _isoparse()(value)
    except ValueError:  # such as a month 13
        pass
    raise mismatch("a date and time with its offset from UTC", value)


def date(value: Any) -> datetime.date:
    """A date as RFC 3339 writes it."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise mismatch("a date", value)


def uuid_(value: Any) -> uuid.UUID:
    """A UUID."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        parsed = uuid.UUID(string(value))
    except ValueError:
        raise mismatch("a UUID", value) from None
    if str(parsed) != value.lower():  # braces and the like, which would not come back
        raise mismatch("a UUID", value)
    return parsed


def base64_(value: Any) -> bytes:
    """Bytes, in JSON as a string in base64 (RFC 4648, section 4)."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    try:
        content = base64.b64decode(string(value), validate=True)
    except (binascii.Error, ValueError):  # the latter for what is not ASCII
        raise mismatch("bytes in base64", value) from None
    if base64.b64encode(content).decode("ascii") != value:  # bits that would not come back
        raise mismatch("bytes in base64", value)
    return content
