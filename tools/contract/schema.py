"""The normal form of a schema: what it allows, regardless of how it is written.

OpenAPI 3.0 and 3.1 have several ways to say the same thing. Here null is a flag, an enum opened by `anyOf` with a
string is that enum, a choice of one is that one, and the parts of `allOf` are merged.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from .node import Node
from .reader import Map

# Each with the value that imposes no limit, and whether a greater value allows more.
LIMITS: dict[str, tuple[Any, bool | None]] = {
    "minItems": (0, False),
    "maxItems": (None, True),
    "uniqueItems": (False, None),
    "minLength": (0, False),
    "maxLength": (None, True),
    "pattern": (None, None),
    "minimum": (None, False),
    "exclusiveMinimum": (None, False),
    "maximum": (None, True),
    "exclusiveMaximum": (None, True),
    "multipleOf": (None, None),
    "minProperties": (0, False),
    "maxProperties": (None, True),
}
_SAYS_SOMETHING = {
    *("type", "format", "enum", "const", "properties", "required", "items", "additionalProperties"),
    *("allOf", "anyOf", "oneOf"),
    *LIMITS,
}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", Map: "object"}


@dataclass(frozen=True)
class Shape:
    """One alternative that a schema allows, apart from null. Empty parts impose nothing."""

    line: int
    lines: Mapping[str, int]
    types: frozenset[str]
    format: str | None
    enum: frozenset[str] | None
    limits: Mapping[str, Any]
    properties: Mapping[str, Node]
    required: frozenset[str]
    items: Node
    extras: Node | bool
    """What additional fields may be: True for anything, False for none, else a schema."""

    @property
    def is_plain(self) -> bool:
        """Whether it specifies nothing but its type."""
        says = (self.format, self.limits, self.properties, self.required, self.extras is not True)
        return not any(says) and self.enum is None and _is_free(self.items)

    def at(self, *keywords: str) -> int:
        """Return the line of the first of `keywords` that exists, else that of the schema itself."""
        return next((self.lines[keyword] for keyword in keywords if keyword in self.lines), self.line)


@dataclass(frozen=True)
class Normal:
    """A schema in normal form."""

    line: int
    shapes: tuple[Shape, ...]
    nullable: bool
    default: str | None = None
    deprecated: bool = False


def canonical(value: Any) -> str:
    """Return a text that is the same for equal values, and differs otherwise."""
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def normal(node: Node, around: tuple[int, ...] = ()) -> Normal:
    """Return the normal form of a schema inside those `around` it. Nested schemas are left as they are."""
    if id(node.raw) in around:
        raise node.error("circular reference: the schema contains itself")
    if node.raw is True:
        node = Node(node.document, Map(node.line, {}, {}), node.line, node.name)
    around = (*around, id(node.raw))
    result = _plain(node)
    for member in node.members("allOf"):
        result = _both(result, normal(member, around))
    for keyword in ("anyOf", "oneOf"):
        if keyword in node:
            result = _both(result, _either(result.line, (normal(member, around) for member in node.members(keyword))))
    return result


def _plain(schema: Node) -> Normal:
    given = schema.resolved
    named = given.get("type") or []
    types = {named} if isinstance(named, str) else {str(name) for name in named}
    values = [given["const"]] if "const" in given else schema.listed("enum")
    known = [canonical(value) for value in values if value is not None]
    limited = "const" in given or "enum" in given
    nullable = given.get("nullable") is True or "null" in types or (not types and None in values)
    only_null = types == {"null"} or (limited and not known)
    if not types:
        types = {_TYPES[type(value)] for value in values if value is not None}
        types |= {kind for keyword, kind in (("properties", "object"), ("items", "array")) if keyword in given}
    shape = Shape(
        line=schema.line,
        lines=given.lines,
        types=frozenset(types - {"null"}),
        format=given.get("format"),
        enum=frozenset(known) if limited else None,
        limits=_limits(given),
        properties=schema.child("properties").children(),
        required=frozenset(str(name) for name in schema.listed("required")),
        items=schema.child("items"),
        extras=_extras(schema),
    )
    default = canonical(given["default"]) if "default" in given else None
    return Normal(schema.line, () if only_null else (shape,), nullable, default, given.get("deprecated") is True)


def _limits(schema: Map) -> dict[str, Any]:
    limits = {key: schema[key] for key in LIMITS.keys() & schema.keys() if schema[key] != LIMITS[key][0]}
    # In 3.0, exclusiveMinimum is a flag next to the bound; in 3.1, it is the bound.
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(limits.get(flag), bool) and limits.pop(flag) and bound in limits:
            limits[flag] = limits.pop(bound)
    return limits


def _extras(schema: Node) -> Node | bool:
    extras = schema.get("additionalProperties", True)
    if not isinstance(extras, Map):
        return extras is not False
    node = schema.child("additionalProperties")
    return node if _SAYS_SOMETHING & node.keys() else True


def _is_free(schema: Node) -> bool:
    return schema.raw is True or schema.raw == {}


def _either(line: int, members: Iterable[Normal]) -> Normal:
    found = list(members)
    shapes = [shape for member in found for shape in member.shapes]
    enums = [shape for shape in shapes if shape.enum is not None]
    plain = [shape for shape in shapes if shape.is_plain]
    if len(enums) == len(plain) == 1 and len(shapes) == 2 and enums[0].types == plain[0].types:
        # An open enum: any other value of the enum's type is allowed too.
        shapes = enums
    alone = next((member for member in found if member.shapes and len(shapes) == 1), None)
    return Normal(
        line,
        tuple(shapes),
        nullable=any(member.nullable for member in found),
        default=alone.default if alone else None,
        deprecated=alone.deprecated if alone else False,
    )


def _both(one: Normal, other: Normal) -> Normal:
    return Normal(
        one.line,
        tuple(_merged(first, second) for first, second in product(one.shapes, other.shapes)),
        # `nullable` next to `allOf` is how 3.0 makes a referenced schema nullable.
        nullable=one.nullable or other.nullable,
        default=other.default if one.default is None else one.default,
        deprecated=one.deprecated or other.deprecated,
    )


def _merged(one: Shape, other: Shape) -> Shape:
    types = one.types & other.types if one.types and other.types else one.types | other.types
    enum = one.enum & other.enum if one.enum is not None and other.enum is not None else other.enum or one.enum
    return replace(
        one,
        lines={**other.lines, **one.lines},
        types=types,
        format=one.format or other.format,
        enum=enum,
        limits={**other.limits, **one.limits},
        properties={**other.properties, **one.properties},
        required=one.required | other.required,
        items=other.items if _is_free(one.items) else one.items,
        extras=other.extras if one.extras is True else one.extras,
    )
