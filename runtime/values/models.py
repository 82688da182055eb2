"""What every model shares, and how models and plain values become JSON."""

from __future__ import annotations

import base64
import datetime
import uuid
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self, cast

import attrs

from .reading import EmptyArray
from .types import UNSET


class Model:
    """Base of the generated models. `additional_properties` keeps what the contract does not know yet."""

    __slots__ = ()

    additional_properties: dict[str, Any]
    #: The values that the contract knows, by the name of a property that holds an enum.
    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {}

    @classmethod
    @abstractmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raises `ValidationError`, saying where, for what the contract does not allow."""

    @abstractmethod
    def _properties(self) -> dict[str, Any]:
        """The values of the properties that the contract knows, by their names there."""

    def to_dict(self) -> dict[str, Any]:
        """This model as JSON-ready plain values; what is UNSET is left out."""
        document: dict[str, Any] = encode(self.additional_properties)
        for key, value in self._properties().items():
            kind = value.__class__
            if kind is str or kind is int or kind is float or value is None or kind is bool:
                document[key] = value
            elif value is not UNSET and (encoded := encode(value)) is not UNSET:
                document[key] = encoded
        return document

    def _shallow(self) -> dict[str, Any]:
        """A dict of what stands in this model, in which models stay models. Nulls that an answer held are left out."""
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

    # Here once: attrs would compile one for each model, which makes up a tenth of their import time.
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
    """Name and value of each attribute that stands for a property of the contract."""
    for attribute in attrs.fields(cast("type[attrs.AttrsInstance]", type(model))):
        if attribute.name != "additional_properties":
            yield attribute.name, getattr(model, attribute.name)


def is_sequence(value: Any) -> bool:
    """Whether a value can stand for a JSON array."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def encode(value: Any) -> Any:
    """Turn models, mappings, sequences, times, UUIDs and bytes into plain JSON values, all the way down.

    Other values stay as they are: whether they may stand where they do is for the contract's decoders to say.
    """
    kind = value.__class__
    if kind is str or kind is int or kind is float or value is None or kind is bool:
        return value
    if kind is not dict and kind is not list and isinstance(value, Model):  # asking for the abstract class is slow
        return value.to_dict()
    if kind is dict or isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else _NotAName(key): encode(item)
            for key, item in value.items()
            if item is not UNSET
        }
    if kind is list or is_sequence(value):
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
    if offset is None:  # no moment, so JSON of the API cannot say it
        return value
    return value.isoformat() if offset else f"{value.replace(tzinfo=None).isoformat()}Z"


class _NotAName:
    """A key of a mapping that is no string: json would write 1 and None as strings, if need be beside the same one."""

    def __init__(self, key: object) -> None:
        self._key = key

    def __repr__(self) -> str:
        return repr(self._key)
