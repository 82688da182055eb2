# Copied from runtime/values/scalars.py: edit that.
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
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def mismatch(expected: str, value: object) -> ValidationError:
    if value is None:
        return ValidationError(expected, "null")
    if isinstance(value, Model):
        return ValidationError(expected, "an object")
    name = next((name for kind, name in _JSON_NAMES.items() if isinstance(value, kind)), type(value).__name__)
    if isinstance(value, dict | list | int) and not isinstance(value, bool):
        return ValidationError(expected, name)
    text = shown(value)
    return ValidationError(expected, f"{name} {text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}")


def string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise mismatch("a string", value)


def integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise mismatch("an integer", value)


def number(value: Any) -> float:
    if isinstance(value, float):
        if math.isfinite(value):
            return value
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise mismatch("a finite number", value)


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise mismatch("a boolean", value)


def json_string(value: Any) -> str:
    if isinstance(value, str):
        return value
    reading = current_reading()
    if reading is not None and not reading.is_request:
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
    if value is not None:
        raise mismatch("null", value)


def any_value(value: Any) -> Any:
    return value


def const(expected: T) -> Callable[[Any], T]:
    def decode_const(value: Any) -> T:
        if value == expected and isinstance(value, bool) is isinstance(expected, bool):
            return expected
        raise mismatch(repr(expected), value)

    return decode_const


@cache
def _isoparse() -> Callable[[str], datetime.datetime]:
    from dateutil.parser import isoparse

    return isoparse


def date_time(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        if value.utcoffset() is None:
            raise ValidationError("a time with a UTC offset", "a naive datetime")
        return value
    try:
        if isinstance(value, str) and _DATE_TIME.fullmatch(value):
            return _isoparse()(value)
    except ValueError:
        pass
    raise mismatch("a date and time with a UTC offset", value)


def date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise mismatch("a date", value)


def uuid_(value: Any) -> uuid.UUID:
    if isinstance(value, uuid.UUID):
        return value
    try:
        parsed = uuid.UUID(string(value))
    except ValueError:
        raise mismatch("a UUID", value) from None
    if str(parsed) != value.lower():
        raise mismatch("a UUID", value)
    return parsed


def base64_(value: Any) -> bytes:
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    try:
        content = base64.b64decode(string(value), validate=True)
    except (binascii.Error, ValueError):
        raise mismatch("base64-encoded bytes", value) from None
    if base64.b64encode(content).decode("ascii") != value:
        raise mismatch("base64-encoded bytes", value)
    return content
