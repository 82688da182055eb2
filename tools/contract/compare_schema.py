"""Compares two schemas, field by field."""

import json
from collections.abc import Iterable, Iterator

from .finding import Mismatch
from .node import Node
from .schema import LIMITS, Normal, Shape, canonical, normal

_ALL_TYPES = frozenset({"string", "boolean", "integer", "number", "array", "object"})
# Schemas that refer to each other can have far more paths than anyone could read.
_MAX_STEPS = 20_000


class SchemaComparison:
    """Compares schemas of an older and a newer document."""

    def __init__(self) -> None:
        self._open: set[tuple[int, int]] = set()
        self._steps = 0

    def bodies(self, old: Node, new: Node, path: str) -> list[Mismatch]:
        """Compare two bodies, recognizing when one is the other in an envelope."""
        found = list(self.schemas(old, new, path))
        if not found:
            return []
        for kind, verb, whole in (("wrapped", "stands", new), ("unwrapped", "stood", old)):
            outer = normal(whole).shapes
            for name, field in outer[0].properties.items() if len(outer) == 1 else ():
                one, other = (old, field) if kind == "wrapped" else (field, new)
                if _is_container(one) and self._same(one, other):
                    message = f"the body {verb} in an envelope, under `{name}`"
                    return [Mismatch(kind, path, message, old.line, new.line)]
        return found

    def schemas(self, old: Node, new: Node, path: str) -> Iterator[Mismatch]:
        """Compare two schemas."""
        pair = (id(old.raw), id(new.raw))
        if pair in self._open:
            return
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise new.error(f"the schemas at {path} refer to each other without end")
        self._open.add(pair)
        try:
            one, other = normal(old), normal(new)
            yield from _whole(one, other, path)
            if len(one.shapes) == len(other.shapes) == 1:
                yield from self._shapes(one.shapes[0], other.shapes[0], path)
            else:
                yield from self._alternatives(one, other, path)
        finally:
            self._open.discard(pair)

    def _same(self, old: Node, new: Node) -> bool:
        return not any(True for _ in self.schemas(old, new, ""))

    def _alternatives(self, one: Normal, other: Normal, path: str) -> Iterator[Mismatch]:
        left = list(other.shapes)
        for shape in one.shapes:
            twins = [twin for twin in left if twin.types == shape.types]
            twin = max(twins, key=lambda twin: len(twin.properties.keys() & shape.properties.keys()), default=None)
            if twin is None:
                label = _types(shape)
                message = f"can no longer be {label}"
                yield Mismatch("alternative-removed", f"{path}:{label}", message, shape.line, other.line)
            else:
                left.remove(twin)
                yield from self._shapes(shape, twin, path)
        for shape in left:
            label = _types(shape)
            yield Mismatch("alternative-added", f"{path}:{label}", f"can be {label} too", one.line, shape.line)

    def _shapes(self, one: Shape, other: Shape, path: str) -> Iterator[Mismatch]:
        if one.types != other.types:
            old, new = _wide(one), _wide(other)
            word = "widened" if old < new else "narrowed" if old > new else "changed"
            yield Mismatch(
                f"type-{word}", path, f"{_types(one)} became {_types(other)}", one.at("type"), other.at("type")
            )
        if one.format != other.format:
            kind = "format-added" if not one.format else "format-changed" if other.format else "format-removed"
            message = f"format {one.format or 'none'} became {other.format or 'none'}"
            yield Mismatch(kind, path, message, one.at("format", "type"), other.at("format", "type"))
        yield from _enums(one, other, path)
        yield from _limits(one, other, path)
        yield from self._fields(one, other, path)
        yield from self._extras(one, other, path)
        if "array" in one.types and "array" in other.types:
            yield from self.schemas(one.items, other.items, f"{path}[]")

    def _fields(self, one: Shape, other: Shape, path: str) -> Iterator[Mismatch]:
        if "object" not in one.types or "object" not in other.types:
            return
        olds, news = one.properties, other.properties
        gone = [name for name in olds if name not in news]
        come = [name for name in news if name not in olds]
        if len(gone) == len(come) == 1 and (gone[0] in one.required) == (come[0] in other.required):
            old, new = olds[gone[0]], news[come[0]]
            if self._same(old, new):
                message = f"`{gone[0]}` is called `{come[0]}`"
                yield Mismatch("field-renamed", f"{path}.{gone[0]}", message, old.line, new.line)
                gone, come = [], []
        for name in gone:
            lines = olds[name].line, other.at("properties")
            yield Mismatch("field-removed", f"{path}.{name}", f"`{name}` is gone", *lines)
        for name in come:
            kind, word = "field-added", "an optional"
            if name in other.required:
                kind, word = "field-added-required", "a required"
            lines = one.at("properties"), news[name].line
            yield Mismatch(kind, f"{path}.{name}", f"`{name}` is {word} new field", *lines)
        for name in olds.keys() & news.keys():
            if (name in one.required) != (name in other.required):
                kind = "made-required" if name in other.required else "made-optional"
                lines = olds[name].line, news[name].line
                lines = (one.at("required"), lines[1]) if name in one.required else (lines[0], other.at("required"))
                yield Mismatch(kind, f"{path}.{name}", f"`{name}` is {kind.removeprefix('made-')}", *lines)
            yield from self.schemas(olds[name], news[name], f"{path}.{name}")

    def _extras(self, one: Shape, other: Shape, path: str) -> Iterator[Mismatch]:
        if not isinstance(one.extras, bool) and not isinstance(other.extras, bool):
            yield from self.schemas(one.extras, other.extras, f"{path}.*")
            return
        # False allows less than a schema, and a schema less than True.
        ranks = [2 if extras is True else 0 if extras is False else 1 for extras in (one.extras, other.extras)]
        words = [("none", "of one type", "anything")[rank] for rank in ranks]
        if ranks[0] != ranks[1]:
            kind = "extras-widened" if ranks[0] < ranks[1] else "extras-narrowed"
            lines = one.at("additionalProperties"), other.at("additionalProperties")
            yield Mismatch(kind, path, f"further fields: {words[0]} became {words[1]}", *lines)


def _is_container(schema: Node) -> bool:
    shapes = normal(schema).shapes
    return len(shapes) == 1 and ("array" in shapes[0].types or bool(shapes[0].properties))


def _types(shape: Shape) -> str:
    return "|".join(sorted(shape.types)) or "anything"


def _wide(shape: Shape) -> frozenset[str]:
    if not shape.types:
        return _ALL_TYPES
    return shape.types | ({"integer"} if "number" in shape.types else set())


def _whole(one: Normal, other: Normal, path: str) -> Iterator[Mismatch]:
    lines = one.line, other.line
    if one.nullable != other.nullable:
        kind, word = ("made-nullable", "may be null") if other.nullable else ("no-longer-nullable", "is never null")
        yield Mismatch(kind, path, word, *lines)
    if one.default != other.default:
        kind = "added" if one.default is None else "removed" if other.default is None else "changed"
        message = f"default {one.default or 'none'} became {other.default or 'none'}"
        yield Mismatch(f"default-{kind}", path, message, *lines)
    yield from deprecation(one.deprecated, other.deprecated, path, lines)


def deprecation(old: bool, new: bool, path: str, lines: tuple[int, int]) -> Iterable[Mismatch]:
    """Return the change of a flag that schemas and operations both have."""
    if old != new:
        kind = "deprecated" if new else "no-longer-deprecated"
        yield Mismatch(kind, path, f"is {kind.replace('-', ' ')}", *lines)


def _enums(one: Shape, other: Shape, path: str) -> Iterator[Mismatch]:
    lines = one.at("enum", "const", "type"), other.at("enum", "const", "type")
    if one.enum is None and other.enum is not None:
        yield Mismatch("enum-added", path, f"only {', '.join(sorted(other.enum)) or 'no values'} are known", *lines)
    elif one.enum is not None and other.enum is None:
        yield Mismatch("enum-removed", path, "the values are no longer listed", *lines)
    elif one.enum is not None and other.enum is not None:
        for value in one.enum - other.enum:
            yield Mismatch("enum-value-removed", f"{path}:{_plain(value)}", f"value {value} is gone", *lines)
        for value in other.enum - one.enum:
            yield Mismatch("enum-value-added", f"{path}:{_plain(value)}", f"new value {value}", *lines)


def _plain(value: str) -> str:
    loaded = json.loads(value)
    return loaded if isinstance(loaded, str) else value


def _limits(one: Shape, other: Shape, path: str) -> Iterator[Mismatch]:
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
        yield Mismatch(kind, f"{path}:{key}", f"{key} {words[0]} became {words[1]}", one.at(key), other.at(key))
