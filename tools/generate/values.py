"""What a schema in normal form is in Python: the types that are printed come from these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from attrs import field, frozen

from .normalise import Normal
from .normalise.unions import discriminator

Schema = dict[str, Any]

_FORMATS = {"date": "date", "date-time": "date-time", "uuid": "uuid", "byte": "byte", "binary": "binary"}


@frozen
class Anything:
    """Any JSON value."""


@frozen
class Null:
    """Null, and nothing else."""


@frozen
class Scalar:
    """A string, number or boolean. kind: its JSON type, or the format of a string that is more in Python."""

    kind: str


@frozen
class Const:
    """One value and no other."""

    value: str | int | float | bool


@frozen
class Enum:
    """One of some values that are known, or another of their types.

    constant: the name of the set of the values. kinds: their JSON types.
    """

    name: str
    constant: str
    kinds: tuple[str, ...]
    values: tuple[Any, ...]


@frozen
class Object:
    """An object with properties, which is a class."""

    name: str


@frozen
class Map:
    """An object of any properties that are alike. name: the alias that stands for it."""

    name: str
    item: Value


@frozen
class Array:
    """An array. least: how many items it has to have."""

    item: Value
    least: int = 0


@frozen
class Union:
    """One of several.

    key: the property that tells them apart, where there is one. choices: by its values. always: whether it is required.
    """

    members: tuple[Value, ...]
    key: str | None = None
    choices: tuple[tuple[Any, Value], ...] = field(default=())
    always: bool = True


@frozen
class Nullable:
    """The same, or null."""

    value: Value


Value: TypeAlias = Anything | Null | Scalar | Const | Enum | Object | Map | Array | Union | Nullable


def nested(value: Value) -> Sequence[Value]:
    """The values that a value is made of. The properties of an object are not among them: it stands for a class."""
    match value:
        case Array(item) | Map(item=item) | Nullable(item):
            return (item,)
        case Union(members):
            return members
        case _:
            return ()


class Values:
    """Reads schemas in normal form."""

    def __init__(self, normal: Normal) -> None:
        self._normal = normal

    def of(self, form: Schema) -> Value:
        """The value that a form describes."""
        if "$ref" in form:
            return self.named(form["$ref"].rpartition("/")[2])
        if "anyOf" in form:
            return self._union(form)
        if "const" in form:
            return Const(form["const"])
        match form.get("type"):
            case "array":
                return Array(self.of(form["items"]), form.get("minItems", 0))
            case "string" if form.get("contentMediaType") == "application/json":
                return Scalar("json")
            case "string":
                return Scalar(_FORMATS.get(form.get("format", ""), "string"))
            case "null":
                return Null()
            case None:
                return Anything()
            case kind:
                return Scalar(kind)

    def named(self, name: str) -> Value:
        """The object, map or enum of a name."""
        schema = self._normal.schemas[name]
        if "enum" in schema:
            kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            return Enum(name, f"{self._normal.modules[name].upper()}_VALUES", tuple(kinds), tuple(schema["enum"]))
        if "properties" in schema:
            return Object(name)
        return Map(name, self.of(schema["additionalProperties"]))

    def _union(self, form: Schema) -> Value:
        members = [member for member in form["anyOf"] if member != {"type": "null"}]
        nullable = len(members) < len(form["anyOf"])
        if len(members) == 1:
            value = self.of(members[0])
        else:
            found = discriminator(self._normal, form)
            key, choices = found or (None, {})
            union = tuple(dict.fromkeys(self.of(member) for member in members))
            objects = [schema for member in members if "properties" in (schema := self._normal.resolve(member))]
            always = all(key in schema["required"] for schema in objects)
            value = Union(union, key, tuple((each, self.of(member)) for each, member in choices.items()), always)
        return Nullable(value) if nullable else value
