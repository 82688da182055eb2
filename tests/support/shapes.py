"""Models as the generator prints them, of a contract that the tests make up: unions, cycles, fields of every kind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field
from datadog_llm_client import UNSET, Unset
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.models import Model

decode_shape: read.Decoder[Any] = read.deferred(
    lambda: read.discriminated("kind", {"circle": Circle.from_dict, "group": Group.from_dict})
)


@define(kw_only=True, repr=False, eq=False)
class Circle(Model):
    """A member of a union that a constant tells."""

    kind: str
    radius: float
    additional_properties: dict[str, Any] = field(factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        properties = read.json_object(src_dict)
        return cls(
            kind=read.required(properties, "kind", _circle),
            radius=read.required(properties, "radius", read.number),
            additional_properties=read.remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {"kind": self.kind, "radius": self.radius}


_circle = read.const("circle")


@define(kw_only=True, repr=False, eq=False)
class Group(Model):
    """A member that holds members."""

    kind: str
    shapes: list[Circle | Group | dict[str, Any]]
    additional_properties: dict[str, Any] = field(factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        properties = read.json_object(src_dict)
        return cls(
            kind=read.required(properties, "kind", _group),
            shapes=read.required(properties, "shapes", _shapes),
            additional_properties=read.remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {"kind": self.kind, "shapes": self.shapes}


_group = read.const("group")
_shapes = read.array(decode_shape)


@define(kw_only=True, repr=False, eq=False)
class Owner(Model):
    """What a `Thing` cannot do without."""

    name: str
    size: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    _known_values: ClassVar[Mapping[str, frozenset[Any]]] = {"size": frozenset({"small", "large"})}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        properties = read.json_object(src_dict)
        return cls(
            name=read.required(properties, "name", read.string),
            size=read.optional(properties, "size", _size),
            additional_properties=read.remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {"name": self.name, "size": self.size}


_size = read.enum(frozenset({"small", "large"}), read.string)


@define(kw_only=True, repr=False, eq=False)
class Thing(Model):
    """A field of each kind. What is called as a keyword of Python has another name there."""

    id: str
    owner: Owner
    count: int
    tags: list[str]
    limits: dict[str, int]
    note: str | None
    from_: str | Unset = UNSET
    at: datetime.datetime | Unset = UNSET
    weight: float | Unset | None = UNSET
    keeper: Owner | Unset = UNSET
    parts: list[Thing] | Unset = UNSET
    owners: dict[str, Owner] | Unset = UNSET
    shape: Circle | Group | dict[str, Any] | Unset = UNSET
    label: str | list[str] | Owner | Unset = UNSET
    free: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        properties = read.json_object(src_dict)
        return cls(
            id=read.required(properties, "id", read.string),
            owner=read.required(properties, "owner", Owner.from_dict),
            count=read.required(properties, "count", read.integer),
            tags=read.required(properties, "tags", _tags),
            limits=read.required(properties, "limits", _limits),
            note=read.required_nullable(properties, "note", read.string),
            from_=read.optional(properties, "from", read.string),
            at=read.optional(properties, "at", read.date_time),
            weight=read.optional_nullable(properties, "weight", read.number),
            keeper=read.optional(properties, "keeper", Owner.from_dict),
            parts=read.optional(properties, "parts", _parts),
            owners=read.optional(properties, "owners", _owners),
            shape=read.optional(properties, "shape", decode_shape),
            label=read.optional(properties, "label", _label),
            free=read.optional(properties, "free", read.any_value),
            additional_properties=read.remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "owner": self.owner,
            "count": self.count,
            "tags": self.tags,
            "limits": self.limits,
            "note": self.note,
            "from": self.from_,
            "at": self.at,
            "weight": self.weight,
            "keeper": self.keeper,
            "parts": self.parts,
            "owners": self.owners,
            "shape": self.shape,
            "label": self.label,
            "free": self.free,
        }


_tags = read.array(read.string, min_items=1)
_limits = read.mapping(read.integer)
_parts = read.array(Thing.from_dict)
_owners = read.mapping(Owner.from_dict)
_label = read.one_of(read.string, read.array(read.nullable(read.string)), Owner.from_dict)

THING: Mapping[str, Any] = {
    "id": "thing-1",
    "owner": {"name": "Ann"},
    "count": 2,
    "tags": ["a", "b"],
    "limits": {"day": 5},
    "note": None,
}
FULL_THING: Mapping[str, Any] = {
    **THING,
    "from": "here",
    "at": "2024-05-01T10:00:00Z",
    "weight": None,
    "keeper": {"name": "Bob", "size": "small"},
    "parts": [{**THING, "id": "part-1"}],
    "owners": {"first": {"name": "Cid"}},
    "shape": {"kind": "group", "shapes": [{"kind": "circle", "radius": 1}, {"kind": "group", "shapes": []}]},
    "label": ["x", None],
    "free": {"deep": [None, {"a": 0.5}]},
}
