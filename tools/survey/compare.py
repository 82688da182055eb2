"""Compares values with the expected ones, as JSON."""

import base64
import datetime
import re
import uuid
from collections.abc import Mapping
from typing import Any

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def difference(expected: Any, found: Any, place: str = "") -> str:
    """Return where two JSON values differ, or an empty string. Date-times and numbers are compared by value."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected:
            if key not in found:
                return f"`{_at(place, key)}` is missing"
            if inner := difference(expected[key], found[key], _at(place, key)):
                return inner
        more = [key for key in found if key not in expected]
        return f"`{_at(place, more[0])}` is there, and should not be" if more else ""
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"`{place or 'it'}` has {len(found)} items, not {len(expected)}"
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            if inner := difference(one, other, f"{place}[{index}]"):
                return inner
        return ""
    if _same(expected, found):
        return ""
    return f"`{place or 'it'}` is {_shown(found)}, not {_shown(expected)}"


def text_of(value: Any) -> Any:
    """Return a typed value, such as a model, a date or bytes, as JSON."""
    if hasattr(value, "to_dict"):
        return text_of(value.to_dict())
    if isinstance(value, Mapping):
        return {key: text_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [text_of(item) for item in value]
    if isinstance(value, datetime.date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def reads_as(expected: Any, text: str) -> bool:
    """Whether `text`, in a query, a path or a header, represents a scalar."""
    if isinstance(expected, bool):
        return text == str(expected).lower()
    if isinstance(expected, float):
        try:
            return float(text) == expected
        except ValueError:
            return False
    if expected is None:
        return text == "null"
    return text == str(expected) or (isinstance(expected, str) and _same(expected, text))


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, str) and isinstance(found, str) and expected != found:
        moments = _MOMENT.fullmatch(expected), _MOMENT.fullmatch(found)
        return all(moments) and _moment(expected) == _moment(found)
    return bool(expected == found) and (type(expected) is type(found) or _numbers(expected, found))


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.upper().replace(" ", "T"))


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else str(key)


def _shown(value: Any) -> str:
    text = f"{type(value).__name__} {value!r}"
    return text if len(text) < 100 else f"{text[:100]}..."
