# Copied from runtime/values/decoding.py: edit that.
"""Decoders of JSON values into typed ones.

The generated `from_dict` methods are built from these functions. A decoder takes a JSON value and returns the typed
one, or raises `ValidationError`, which collects the path to the fault on its way up. Arguments are validated by
decoding them, so decoders also accept typed values: models, and sequences other than lists. In a lenient reading (see
`reading`), values that do not match are returned as received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from .errors import ValidationError
from .files import file
from .models import Model, is_sequence
from .reading import EmptyArray, Fault, kept, lenient_reading, note_unknown
from .scalars import (
    any_value,
    base64_,
    boolean,
    const,
    date,
    date_time,
    integer,
    json_string,
    mismatch,
    null,
    number,
    string,
    uuid_,
)
from .types import UNSET, Unset
from .unions import deferred, discriminated, is_array, is_object, one_of

__all__ = (
    "Decoder",
    "any_value",
    "array",
    "base64_",
    "boolean",
    "const",
    "date",
    "date_time",
    "deferred",
    "discriminated",
    "enum",
    "file",
    "integer",
    "json_object",
    "json_string",
    "mapping",
    "mismatch",
    "null",
    "nullable",
    "number",
    "one_of",
    "optional",
    "optional_nullable",
    "remaining",
    "required",
    "required_nullable",
    "string",
    "uuid_",
)

T = TypeVar("T")
Decoder: TypeAlias = Callable[[Any], T]


def json_object(value: Any, kind: type[Model] = Model) -> dict[str, Any]:
    """Copy the properties of a JSON object to a new dict, to be popped one by one. A model must be of type `kind`."""
    if value.__class__ is not dict:
        if isinstance(value, Model):
            if not isinstance(value, kind):
                raise ValidationError(f"an object or {kind.__name__}", type(value).__name__)
            return value._shallow()
        if not isinstance(value, Mapping):
            raise mismatch("an object", value)
    return dict(value)


def required(properties: dict[str, Any], key: str, decode: Decoder[T]) -> T:
    """Pop a required property."""
    value = properties.pop(key, UNSET)
    if value is UNSET:
        return _lacking(properties, key, value, decode, ValidationError("a required property", "nothing"))
    try:
        return decode(value)
    except ValidationError as error:
        return _lacking(properties, key, value, decode, error)


def required_nullable(properties: dict[str, Any], key: str, decode: Decoder[T]) -> T | None:
    """Pop a required property that may be null."""
    value = properties.pop(key, UNSET)
    if value is None:
        return None
    try:
        if value is UNSET:
            raise ValidationError("a required property", "nothing")
        return decode(value)
    except ValidationError as error:
        return cast(T, kept(properties, key, value, error))


def optional(properties: dict[str, Any], key: str, decode: Decoder[T]) -> T | Unset:
    """Pop a property that may be absent."""
    value: object = properties.pop(key, UNSET)
    if value is UNSET:
        return UNSET
    try:
        return decode(value)
    except ValidationError as error:
        return _unfit(properties, key, value, decode, error)


def optional_nullable(properties: dict[str, Any], key: str, decode: Decoder[T]) -> T | Unset | None:
    """Pop a property that may be absent (UNSET) or null (None)."""
    value: object = properties.pop(key, UNSET)
    if value is UNSET:
        return UNSET
    if value is None:
        return None
    try:
        return decode(value)
    except ValidationError as error:
        return cast(T, kept(properties, key, value, error))


def _lacking(properties: dict[str, Any], key: str, value: Any, decode: Decoder[T], error: ValidationError) -> T:
    reading = lenient_reading()
    if reading is None or error.path or is_object(decode):
        raise error.under(key) from None
    reading.note(properties, Fault(key, value, error.expected))
    return cast(T, EmptyArray(value) if (value is None or value is UNSET) and is_array(decode) else value)


def _unfit(properties: dict[str, Any], key: str, value: Any, decode: Decoder[T], error: ValidationError) -> T | Unset:
    if value is not None or lenient_reading() is None:
        return cast(T, kept(properties, key, value, error))
    if is_array(decode):
        kept(properties, key, value, error)
        return cast(T, EmptyArray(value))
    properties[key] = None
    return UNSET


def remaining(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties that were not popped: the contract does not know them, which is noted."""
    if properties:
        note_unknown()
    return properties


def nullable(decode: Decoder[T]) -> Decoder[T | None]:
    """Make a decoder also accept null."""
    return lambda value: None if value is None else decode(value)


def enum(known_values: frozenset[Any], decode: Decoder[T]) -> Decoder[T]:
    """Decode an enum. Values that the contract does not know are accepted, and noted."""

    def decode_enum(value: Any) -> T:
        decoded = decode(value)
        if isinstance(decoded, str | int) and decoded not in known_values:
            note_unknown()
        return decoded

    return decode_enum


def array(decode: Decoder[T], min_items: int = 0) -> Decoder[list[T]]:
    """Decode a JSON array. A lenient reading does not enforce `min_items`."""

    def decode_array(value: Any) -> list[T]:
        if value.__class__ is not list and not is_sequence(value):
            raise mismatch("an array", value)
        if len(value) < min_items and lenient_reading() is None:
            raise ValidationError(f"at least {min_items} item(s)", f"{len(value)}")
        try:
            return [*map(decode, value)]
        except ValidationError:
            return _items(decode, value)

    vars(decode_array)["is_array"] = True
    return decode_array


def _items(decode: Decoder[Any], value: Any) -> list[Any]:
    items: list[Any] = []
    for item in value:
        try:
            items.append(decode(item))
        except ValidationError as error:
            items.append(kept(items, len(items), item, error))
    return items


def mapping(decode: Decoder[T]) -> Decoder[dict[str, T]]:
    """Decode a JSON object with arbitrary keys and values of one type."""

    def decode_mapping(value: Any) -> dict[str, T]:
        properties = json_object(value)
        for key, item in properties.items():
            try:
                properties[key] = decode(item)
            except ValidationError as error:
                properties[key] = kept(properties, key, item, error)
        return properties

    return decode_mapping
