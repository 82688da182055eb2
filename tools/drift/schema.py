"""The normal form of a schema: what it allows, however it is written.

OpenAPI 3.0 and 3.1 have several ways to say the same. Here null is a flag, an enum that was opened by `anyOf` with a
string is that enum, a choice of one is that one, and what `allOf` brings together stands together.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from .document import Document
from .reader import Map

# Each with the value that limits nothing, and whether a greater value allows more.
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
    """One thing that a schema allows, apart from null. Empty parts say nothing."""

    line: int
    lines: Mapping[str, int]
    types: frozenset[str] = frozenset()
    format: str | None = None
    enum: frozenset[str] | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Any = True
    extras: Any = True
    """What fields beyond the named ones may be: True anything, False nothing, else a schema."""

    def at(self, *keywords: str) -> int:
        """Return the line of the first of `keywords` that is there, else of the schema itself."""
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
    """Return a text that is the same for equal values and differs for others."""
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(value, default=dict, sort_keys=True, ensure_ascii=False)


def normal(document: Document, node: Any, line: int) -> Normal:
    """Return the normal form of `node`, a schema that stands on `line`; the schemas inside are left as they are."""
    return _normal(document, node, line, ())


def _normal(document: Document, node: Any, line: int, around: tuple[int, ...]) -> Normal:
    if id(node) in around:
        raise document.refusal(line, "circular reference: the schema is made of itself")
    if node is True:
        return Normal(line, (Shape(line, {}),), False)
    schema = document.map(node, line, "a schema")
    result = _plain(document, schema, line)

    def members(keyword: str) -> Iterator[Normal]:
        for member in document.items(schema, keyword):
            yield _normal(document, member, getattr(member, "line", schema.lines[keyword]), (*around, id(node)))

    for member in members("allOf"):
        result = _both(result, member)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            result = _both(result, _either(result.line, members(keyword)))
    return result


def _plain(document: Document, schema: Map, line: int) -> Normal:
    types = {str(name) for name in (schema.get("type") or [])} if isinstance(schema.get("type"), list) else set()
    if isinstance(schema.get("type"), str):
        types = {schema["type"]}
    values = [schema["const"]] if "const" in schema else document.items(schema, "enum")
    named = [canonical(value) for value in values if value is not None]
    limited = "const" in schema or "enum" in schema
    nullable = schema.get("nullable") is True or "null" in types or (not types and None in values)
    only_null = types == {"null"} or (limited and not named)
    properties = document.child(schema, "properties")
    if not types:
        types = {_TYPES[type(value)] for value in values if value is not None}
        types |= {kind for keyword, kind in (("properties", "object"), ("items", "array")) if keyword in schema}
    shape = Shape(
        line=line,
        lines=schema.lines,
        types=frozenset(types - {"null"}),
        format=schema.get("format"),
        enum=frozenset(named) if limited else None,
        limits=_limits(schema),
        properties=properties,
        required=frozenset(str(name) for name in document.items(schema, "required")),
        items=schema.get("items", True),
        extras=_extras(document, schema),
    )
    default = canonical(schema["default"]) if "default" in schema else None
    return Normal(line, () if only_null else (shape,), nullable, default, schema.get("deprecated") is True)


def _limits(schema: Map) -> dict[str, Any]:
    limits = {key: schema[key] for key, (free, _) in LIMITS.items() if schema.get(key, free) != free}
    # 3.0 has a flag beside the bound where 3.1 has the bound itself.
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(limits.get(flag), bool) and limits.pop(flag) and bound in limits:
            limits[flag] = limits.pop(bound)
    return limits


def _extras(document: Document, schema: Map) -> Any:
    extras = schema.get("additionalProperties", True)
    if not isinstance(extras, Map):
        return extras is not False
    says_something = _SAYS_SOMETHING & set(document.map(extras, extras.line, "a schema"))
    return extras if says_something else True


def _either(line: int, members: Iterable[Normal]) -> Normal:
    found = list(members)
    shapes = [shape for member in found for shape in member.shapes]
    enums = [shape for shape in shapes if shape.enum is not None]
    plain = [shape for shape in shapes if shape == Shape(shape.line, shape.lines, shape.types)]
    if len(enums) == len(plain) == 1 and len(shapes) == 2 and enums[0].types == plain[0].types:
        # An open enum: any value of the enum's own type is allowed beside it.
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
        # `nullable` beside `allOf` is how 3.0 makes a referenced schema nullable.
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
        items=other.items if one.items is True else one.items,
        extras=other.extras if one.extras is True else one.extras,
    )
