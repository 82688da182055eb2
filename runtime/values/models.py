"""Base class of all models, and the encoding of values as JSON."""

from __future__ import annotations

import base64
import datetime
import json
import math
import uuid
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self, cast

import attrs

from .errors import RequestValidationError
from .reading import EmptyArray
from .types import UNSET

__all__ = ("Model",)

#: The types of most values. To look a type up here takes a fraction of a function call.
SCALARS = frozenset({str, int, float, bool, type(None)})

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Model:
    """Base class of the generated models. Properties unknown to the contract are kept in `additional_properties`."""

    __slots__ = ()

    additional_properties: dict[str, Any]
    #: The known values of each enum property, by its name in the contract.
    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {}

    @classmethod
    @abstractmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""

    @abstractmethod
    def _properties(self) -> dict[str, Any]:
        """Return the values of the known properties, by their names in the contract."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON-serializable dict, without what is UNSET."""
        document: dict[str, Any] = encode(self.additional_properties) if self.additional_properties else {}
        for key, value in self._properties().items():
            if value.__class__ in SCALARS:
                document[key] = value
            elif value is not UNSET and (encoded := encode(value)) is not UNSET:
                document[key] = encoded
        return document

    def _shallow(self) -> dict[str, Any]:
        """Return the properties as a dict, with nested models as they are and without nulls that were not allowed."""
        properties = self._properties()
        document = {
            key: value
            for key, value in self.additional_properties.items()
            if value is not None or key not in properties
        }
        for key, value in properties.items():
            if value is not UNSET and (value.__class__ is not EmptyArray or value):
                document[key] = value
        return document

    # Defined once: attrs would compile one per model, which is a tenth of their import time.
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or other.__class__ is not self.__class__:
            return NotImplemented
        return self.additional_properties == other.additional_properties and self._properties() == other._properties()

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name, value in _attributes(self) if value is not UNSET]
        if self.additional_properties:
            shown.append(f"additional_properties={self.additional_properties!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _attributes(model: Model) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each attribute that represents a property of the contract."""
    for attribute in attrs.fields(cast("type[attrs.AttrsInstance]", type(model))):
        if attribute.name != "additional_properties":
            yield attribute.name, getattr(model, attribute.name)


def is_sequence(value: Any) -> bool:
    """Whether a value can be encoded as a JSON array."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def encode(value: Any) -> Any:
    """Recursively turn models, mappings, sequences, times, UUIDs and bytes into plain JSON values.

    Other values are returned unchanged; decoders check whether they are allowed.
    """
    kind = value.__class__
    if kind in SCALARS:
        return value
    if kind is list:
        return [encode(item) for item in value]
    if isinstance(value, Model):
        return value.to_dict()
    if kind is dict or isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else _NotAName(key): encode(item)
            for key, item in value.items()
            if item is not UNSET
        }
    if is_sequence(value):
        return [encode(item) for item in value] if value or kind is not EmptyArray else value.stands_for
    if isinstance(value, datetime.datetime):
        return _encode_time(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _encode_time(value: datetime.datetime) -> Any:
    offset = value.utcoffset()
    if offset is None:  # naive: the API's JSON cannot represent it
        return value
    return value.isoformat() if offset else f"{value.replace(tzinfo=None).isoformat()}Z"


class _NotAName:
    """A mapping key that is not a string. It is refused, as `json` would write 1 as "1", even next to a key "1"."""

    def __init__(self, key: object) -> None:
        self._key = key

    def __repr__(self) -> str:
        return repr(self._key)


def json_text(document: Any) -> str:
    """Serialize a plain value as compact JSON. Raises `RequestValidationError`, with a path, if that is impossible."""
    try:
        text = _JSON.encode(document)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise _fault(document, ()) or RequestValidationError("JSON", "a value that cannot be serialized") from None
    return text


def _fault(value: Any, path: tuple[str | int, ...]) -> RequestValidationError | None:
    """Find what cannot be serialized. Only runs when encoding has failed."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                return RequestValidationError("a string as a key", repr(key)[:80], path)
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
        if not is_utf8(value):
            return RequestValidationError("text that can be encoded as UTF-8", "a lone surrogate", path)
    elif value is not None and not isinstance(value, int):
        return RequestValidationError("a JSON value", type(value).__name__, path)
    return None


def is_utf8(text: str) -> bool:
    """Whether a text can be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
