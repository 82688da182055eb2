# Copied by "make generate" from runtime/values/decoding.py. Edit that, never this file.
"""Reads JSON values into typed ones, or says where they differ from the contract.

The generated `from_dict` methods are calls of these functions. A decoder takes one JSON value and returns the typed
one, or raises `ValidationError`; on its way up the error collects the path to the fault. Since what callers pass is
checked by being read, typed values are taken too: models, and sequences other than lists.
"""

from __future__ import annotations

import datetime
import math
import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from .errors import ValidationError
from .excerpts import shown
from .models import Model, is_sequence
from .types import UNSET, Unset

T = TypeVar("T")
Decoder: TypeAlias = Callable[[Any], T]

_JSON_NAMES = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "an integer"}
_SHOWN = 60


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


def json_object(value: Any, kind: type[Model] = Model) -> dict[str, Any]:
    """A fresh dict with the properties of a JSON object, to take them out one by one. A model has to be of the kind."""
    if value.__class__ is not dict:
        if isinstance(value, Model):
            if not isinstance(value, kind):
                raise ValidationError(f"an object or {kind.__name__}", type(value).__name__)
            return value.to_dict()
        if not isinstance(value, Mapping):
            raise mismatch("an object", value)
    return dict(value)


def required(key: str, value: Any, decode: Decoder[T]) -> T:
    """Read a property that has to be there."""
    if value is UNSET:
        raise ValidationError("a required property", "nothing", (key,))
    try:
        return decode(value)
    except ValidationError as error:
        raise error.under(key) from None


def optional(key: str, value: Any, decode: Decoder[T]) -> T | Unset:
    """Read a property that may be absent. Null, which the contract does not know here, counts as absent."""
    if value is None:
        return UNSET
    try:
        return decode(value)
    except ValidationError as error:
        raise error.under(key) from None


def optional_nullable(key: str, value: Any, decode: Decoder[T]) -> T | None:
    """Read a property that may be absent or null, which are different things."""
    if value is None:
        return None
    try:
        return decode(value)
    except ValidationError as error:
        raise error.under(key) from None


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


def any_value(value: Any) -> Any:
    """Any JSON value."""
    return value


def date_time(value: Any) -> datetime.datetime:
    """A date and time as RFC 3339 writes it."""
    if isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.datetime.fromisoformat(string(value))
    except ValueError:
        raise mismatch("a date and time", value) from None


def date(value: Any) -> datetime.date:
    """A date as RFC 3339 writes it."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(string(value))
    except ValueError:
        raise mismatch("a date", value) from None


def uuid_(value: Any) -> uuid.UUID:
    """A UUID."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(string(value))
    except ValueError:
        raise mismatch("a UUID", value) from None


def nullable(decode: Decoder[T]) -> Decoder[T | None]:
    """The same, or null."""
    return lambda value: None if value is None else decode(value)


def array(decode: Decoder[T], min_items: int = 0) -> Decoder[list[T]]:
    """A JSON array of at least `min_items` items."""

    def decode_array(value: Any) -> list[T]:
        if value.__class__ is not list and not is_sequence(value):
            raise mismatch("an array", value)
        if len(value) < min_items:
            raise ValidationError(f"at least {min_items} item(s)", f"{len(value)}")
        items: list[T] = []
        try:
            for item in value:
                items.append(decode(item))
        except ValidationError as error:
            raise error.under(len(items)) from None
        return items

    return decode_array


def mapping(decode: Decoder[T]) -> Decoder[dict[str, T]]:
    """A JSON object of any properties, each read alike."""

    def decode_mapping(value: Any) -> dict[str, T]:
        properties = json_object(value)
        for key, item in properties.items():
            try:
                properties[key] = decode(item)
            except ValidationError as error:
                raise error.under(key) from None
        return properties

    return decode_mapping


def one_of(*decoders: Decoder[Any]) -> Decoder[Any]:
    """The first of several readings that fits."""

    def decode_one(value: Any) -> Any:
        expected: list[str] = []
        for decode in decoders:
            try:
                return decode(value)
            except ValidationError as error:
                expected.append(error.expected)
        raise mismatch(" or ".join(expected), value)

    return decode_one
