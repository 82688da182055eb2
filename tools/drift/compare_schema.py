"""The differences of two schemas, field by field."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .document import Document
from .finding import Change
from .refusal import CannotCompare
from .schema import LIMITS, Normal, Shape, canonical, normal

_ALL_TYPES = frozenset({"string", "boolean", "integer", "number", "array", "object"})
# Schemas that refer to each other crosswise have more paths than anybody could read.
_MAX_STEPS = 20_000


class SchemaComparison:
    """Compares schemas of an older and of a newer document."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old = old
        self._new = new
        self._open: set[tuple[int, int]] = set()
        self._steps = 0

    def body(self, old: Any, new: Any, path: str, lines: tuple[int, int]) -> list[Change]:
        """Compare two bodies, and see when one is the other in an envelope."""
        changes = list(self.schemas(old, new, path, lines))
        if not changes:
            return []
        old_line, new_line = _line(old, lines[0]), _line(new, lines[1])
        for kind, verb, whole, part in (("wrapped", "stands", new, old), ("unwrapped", "stood", old, new)):
            outer = normal(self._new if kind == "wrapped" else self._old, whole, _line(whole, 0)).shapes
            for name, field in outer[0].properties.items() if len(outer) == 1 else ():
                pair = (part, field) if kind == "wrapped" else (field, part)
                if self._is_container(pair) and self._same(*pair, lines):
                    return [Change(kind, path, f"the body {verb} in an envelope, under `{name}`", old_line, new_line)]
        return changes

    def schemas(self, old: Any, new: Any, path: str, lines: tuple[int, int]) -> Iterator[Change]:
        """Compare two schemas; `lines` are where they are used."""
        pair = (id(old), id(new))
        if pair in self._open:
            return
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise CannotCompare(f"{self._new.name}: the schemas at {path} refer to each other without end")
        old_line, new_line = _line(old, lines[0]), _line(new, lines[1])
        self._open.add(pair)
        try:
            one, other = normal(self._old, old, old_line), normal(self._new, new, new_line)
            yield from _whole(one, other, path)
            if len(one.shapes) == len(other.shapes) == 1:
                yield from self._shapes(one.shapes[0], other.shapes[0], path)
            else:
                yield from self._alternatives(one, other, path)
        finally:
            self._open.discard(pair)

    def _same(self, old: Any, new: Any, lines: tuple[int, int]) -> bool:
        return not any(True for _ in self.schemas(old, new, "", lines))

    def _is_container(self, pair: tuple[Any, Any]) -> bool:
        shapes = normal(self._old, pair[0], _line(pair[0], 0)).shapes
        return len(shapes) == 1 and ("array" in shapes[0].types or bool(shapes[0].properties))

    def _alternatives(self, one: Normal, other: Normal, path: str) -> Iterator[Change]:
        left = list(other.shapes)
        for shape in one.shapes:
            twins = [twin for twin in left if twin.types == shape.types]
            twin = max(twins, key=lambda twin: len(twin.properties.keys() & shape.properties.keys()), default=None)
            if twin is None:
                label = _types(shape)
                yield Change(
                    "alternative-removed", f"{path}:{label}", f"can be {label} no more", shape.line, other.line
                )
            else:
                left.remove(twin)
                yield from self._shapes(shape, twin, path)
        for shape in left:
            label = _types(shape)
            yield Change("alternative-added", f"{path}:{label}", f"can be {label} too", one.line, shape.line)

    def _shapes(self, one: Shape, other: Shape, path: str) -> Iterator[Change]:
        if one.types != other.types:
            kind = _direction(_wide(one), _wide(other), "type-widened", "type-narrowed", "type-changed")
            yield Change(kind, path, f"{_types(one)} became {_types(other)}", one.at("type"), other.at("type"))
        if one.format != other.format:
            kind = "format-added" if not one.format else "format-changed" if other.format else "format-removed"
            message = f"format {one.format or 'none'} became {other.format or 'none'}"
            yield Change(kind, path, message, one.at("format", "type"), other.at("format", "type"))
        yield from _enums(one, other, path)
        yield from _limits(one, other, path)
        yield from self._fields(one, other, path)
        yield from self._extras(one, other, path)
        if "array" in one.types and "array" in other.types:
            yield from self.schemas(one.items, other.items, f"{path}[]", (one.at("items"), other.at("items")))

    def _fields(self, one: Shape, other: Shape, path: str) -> Iterator[Change]:
        if "object" not in one.types or "object" not in other.types:
            return
        gone = [name for name in one.properties if name not in other.properties]
        come = [name for name in other.properties if name not in one.properties]
        lines = one.at("properties"), other.at("properties")

        def where(name: str, new_name: str) -> tuple[int, int]:
            return _line(one.properties.get(name), lines[0]), _line(other.properties.get(new_name), lines[1])

        if len(gone) == len(come) == 1 and (gone[0] in one.required) == (come[0] in other.required):
            old_name, new_name = gone[0], come[0]
            if self._same(one.properties[old_name], other.properties[new_name], lines):
                message = f"`{old_name}` is called `{new_name}`"
                yield Change("field-renamed", f"{path}.{old_name}", message, *where(old_name, new_name))
                gone, come = [], []
        for name in gone:
            yield Change("field-removed", f"{path}.{name}", f"`{name}` is gone", *where(name, name))
        for name in come:
            required = name in other.required
            kind, word = ("field-added-required", "a required") if required else ("field-added", "an optional")
            yield Change(kind, f"{path}.{name}", f"`{name}` is {word} new field", *where(name, name))
        for name in one.properties.keys() & other.properties.keys():
            places = where(name, name)
            if (name in one.required) != (name in other.required):
                kind = "made-required" if name in other.required else "made-optional"
                message = f"`{name}` is {kind.removeprefix('made-')}"
                required_lines = (
                    one.at("required") if name in one.required else places[0],
                    other.at("required") if name in other.required else places[1],
                )
                yield Change(kind, f"{path}.{name}", message, *required_lines)
            yield from self.schemas(one.properties[name], other.properties[name], f"{path}.{name}", places)

    def _extras(self, one: Shape, other: Shape, path: str) -> Iterator[Change]:
        lines = one.at("additionalProperties"), other.at("additionalProperties")
        if isinstance(one.extras, bool) or isinstance(other.extras, bool):
            # False allows less than a schema does, and a schema less than True.
            ranks = [2 if extras is True else 0 if extras is False else 1 for extras in (one.extras, other.extras)]
            words = [("none", "of one type", "anything")[rank] for rank in ranks]
            if ranks[0] != ranks[1]:
                kind = "extras-widened" if ranks[0] < ranks[1] else "extras-narrowed"
                yield Change(kind, path, f"further fields: {words[0]} became {words[1]}", *lines)
        else:
            yield from self.schemas(one.extras, other.extras, f"{path}.*", lines)


def _line(node: Any, fallback: int) -> int:
    return int(getattr(node, "line", fallback))


def _types(shape: Shape) -> str:
    return "|".join(sorted(shape.types)) or "anything"


def _wide(shape: Shape) -> frozenset[str]:
    if not shape.types:
        return _ALL_TYPES
    return shape.types | ({"integer"} if "number" in shape.types else set())


def _direction(old: frozenset[str], new: frozenset[str], wider: str, narrower: str, neither: str) -> str:
    return wider if old < new else narrower if old > new else neither


def _whole(one: Normal, other: Normal, path: str) -> Iterator[Change]:
    lines = one.line, other.line
    if one.nullable != other.nullable:
        kind, word = ("made-nullable", "may be null") if other.nullable else ("no-longer-nullable", "is never null")
        yield Change(kind, path, word, *lines)
    if one.default != other.default:
        kind = "added" if one.default is None else "removed" if other.default is None else "changed"
        message = f"default {one.default or 'none'} became {other.default or 'none'}"
        yield Change(f"default-{kind}", path, message, *lines)
    yield from deprecation(one.deprecated, other.deprecated, path, lines)


def deprecation(old: bool, new: bool, path: str, lines: tuple[int, int]) -> Iterable[Change]:
    """Return the change of a flag that both a schema and an operation have."""
    if old != new:
        kind = "deprecated" if new else "no-longer-deprecated"
        yield Change(kind, path, f"is {kind.replace('-', ' ')}", *lines)


def _enums(one: Shape, other: Shape, path: str) -> Iterator[Change]:
    lines = one.at("enum", "const", "type"), other.at("enum", "const", "type")
    if one.enum is None and other.enum is not None:
        yield Change("enum-added", path, f"only {_listed(other.enum)} are known", *lines)
    elif one.enum is not None and other.enum is None:
        yield Change("enum-removed", path, "values are not listed any more", *lines)
    elif one.enum is not None and other.enum is not None:
        for value in one.enum - other.enum:
            yield Change("enum-value-removed", f"{path}:{_plain(value)}", f"no value {value} any more", *lines)
        for value in other.enum - one.enum:
            yield Change("enum-value-added", f"{path}:{_plain(value)}", f"new value {value}", *lines)


def _plain(value: str) -> str:
    loaded = json.loads(value)
    return loaded if isinstance(loaded, str) else value


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)) or "no values"


def _limits(one: Shape, other: Shape, path: str) -> Iterator[Change]:
    for key, (_, greater_allows_more) in LIMITS.items():
        old, new = one.limits.get(key), other.limits.get(key)
        if old == new:
            continue
        if old is None or new is None:
            kind = "limit-tightened" if old is None else "limit-relaxed"
        elif greater_allows_more is None or not isinstance(old, int | float) or not isinstance(new, int | float):
            kind = "limit-changed"
        else:
            kind = "limit-relaxed" if (new > old) == greater_allows_more else "limit-tightened"
        words = ["none" if value is None else canonical(value) for value in (old, new)]
        yield Change(kind, f"{path}:{key}", f"{key} {words[0]} became {words[1]}", one.at(key), other.at(key))
