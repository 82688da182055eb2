"""Draws random values of a schema, small enough to send and read many of them."""

import math
from collections.abc import Callable
from typing import Any, Literal

from hypothesis import reject
from hypothesis import strategies as st

from . import leaves, wire
from .schemas import Node, Schemas, allows_null, merged, types

Draw = Callable[[st.SearchStrategy[Any]], Any]
Direction = Literal["request", "answer"]
# How often a reference may be nested in itself.
_DEPTH = 3
# The scalars of a value. Beyond, optional parts are left out.
_BUDGET = 80
_SIZE = 3


class Values:
    """Draws values in one direction, without what only the other side may send.

    A value has all of its optional parts, some, or none. Hypothesis tries one with all of them first.
    """

    def __init__(self, schemas: Schemas, draw: Draw, direction: Direction) -> None:
        self._text = leaves.Text()
        self._schemas = schemas
        self._draw = draw
        self._other = "readOnly" if direction == "request" else "writeOnly"
        self._unknown = direction == "answer"
        self._way = draw(st.sampled_from(("all", "some", "least")))
        self._left = _BUDGET

    def wants(self, left_out: bool = False) -> bool:
        """Draw whether to include an optional part."""
        if left_out or self._left <= 0 or self._way == "least":
            return False
        return self._way == "all" or bool(self._draw(st.booleans()))

    def raw(self, node: Any) -> Any:
        """Draw a value of a body that is not JSON, in which files are bytes."""
        self._text = leaves.Text(files=True)
        return self.draw(node)

    def parameter(self, node: Node) -> Any:
        """Draw a value of a parameter: not null, not empty, and possible to send in its place."""
        content = next(iter(node.get("content", {}).values()), None)
        schema = self._schemas.view((content or node).get("schema", {}))
        if content is None:
            self._text = leaves.Text(place=node["in"], without=wire.delimiter(node))
        kept = {"nullable": False} | ({"type": types(schema)} if schema.get("type") else {})
        kept |= {"enum": [one for one in schema["enum"] if one is not None]} if "enum" in schema else {}
        kept |= {"minItems": max(1, schema.get("minItems", 0))} if "array" in types(schema) else {}
        value = self.draw({**schema, **kept})
        self._text = leaves.Text()
        return value

    def draw(self, node: Any, around: tuple[str, ...] = ()) -> Any:
        """Draw a value of the schema `node`, reached through the references `around`."""
        if isinstance(node, dict) and "$ref" in node:
            around = (*around, node["$ref"])
        schema = self._schemas.view(node)
        deep = bool(around) and around.count(around[-1]) > _DEPTH
        kinds = types(schema)
        members = [one for keyword in ("oneOf", "anyOf") for one in schema.get(keyword, [])]
        null = allows_null(schema) or any(self._schemas.view(one).get("type") == "null" for one in members)
        members = [one for one in members if self._schemas.view(one).get("type") != "null"]
        if null and ((not kinds and not members and "type" in schema) or deep or self._draw(st.integers(0, 4)) == 4):
            return None
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._draw(st.sampled_from([value for value in schema["enum"] if value is not None] or [None]))
        if members:
            return self._member(schema, members, around, deep)
        if schema.get("not") == {}:
            reject()
        if not kinds:
            self._left -= 1
            return self._draw(leaves.any_json())
        kind = kinds[0] if len(kinds) == 1 else self._draw(st.sampled_from(kinds))
        if kind == "object":
            return self._object(schema, around, deep)
        if kind == "array":
            return self._array(schema, around, deep)
        self._left -= 1
        return self._draw(leaves.leaf(schema, kind, self._text))

    def _member(self, schema: Node, members: list[Any], around: tuple[str, ...], deep: bool) -> Any:
        member = min(members, key=self._height) if deep or self._left <= 0 else self._draw(st.sampled_from(members))
        rest = {
            key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "discriminator", "nullable")
        }
        rest = {key: value for key, value in rest.items() if key in ("type", "properties", "required")}
        if isinstance(member, dict) and "$ref" in member:
            around = (*around, member["$ref"])
        value = self.draw(merged(rest, self._schemas.view(member)) if rest else member, around)
        chooser = schema.get("discriminator") or {}
        name = chooser.get("propertyName")
        if isinstance(value, dict) and name and isinstance(member, dict):
            target = member.get("$ref", "")
            keys = [
                key
                for key, to in (chooser.get("mapping") or {}).items()
                if target in (to, f"#/components/schemas/{to}")
            ]
            keys = keys or ([] if chooser.get("mapping") else [target.rpartition("/")[2]])
            if keys and value.get(name) not in keys:
                value[name] = keys[0]
        return value

    def _object(self, schema: Node, around: tuple[str, ...], deep: bool) -> dict[str, Any]:
        declared: Node = schema.get("properties", {})
        required = schema.get("required", [])
        more = schema.get("additionalProperties", True)
        value: dict[str, Any] = {}
        for name in [*required, *(name for name in declared if name not in required)]:
            if name not in declared:
                value[name] = self.draw(more, around)
            elif name in required or self.wants(deep or self._schemas.view(declared[name]).get(self._other, False)):
                value[name] = self.draw(declared[name], around)
        least, most = schema.get("minProperties", 0), schema.get("maxProperties", math.inf)
        is_map = "additionalProperties" in schema or not declared
        wanted = least - len(value)
        if more is not False and not deep and len(value) < most:
            # Answers may contain unknown properties, but callers do not send any.
            wanted = max(wanted, self._count(2) if is_map else int(self._unknown and self._way == "some"))
        for _ in range(int(max(0, min(wanted, most - len(value))))):
            name = self._draw(leaves.names().filter(lambda name: name not in declared and name not in value))
            value[name] = self.draw(more, around)
        return value

    def _array(self, schema: Node, around: tuple[str, ...], deep: bool) -> list[Any]:
        least = schema.get("minItems", 0)
        count = least if deep else max(least, min(self._count(_SIZE), schema.get("maxItems", _SIZE)))
        items = [self.draw(schema.get("items", {}), around) for _ in range(count)]
        if schema.get("uniqueItems"):
            items = [item for index, item in enumerate(items) if item not in items[:index]]
            if len(items) < least:
                reject()
        return items

    def _count(self, most: int) -> int:
        if self._left <= 0 or self._way == "least":
            return 0
        return int(self._draw(st.integers(1 if self._way == "all" else 0, most)))

    def _height(self, node: Any, depth: int = 0) -> float:
        """Return the number of levels of the smallest value."""
        if depth > 8:
            return math.inf
        schema = self._schemas.view(node)
        if allows_null(schema):
            return 0
        if members := [*schema.get("oneOf", []), *schema.get("anyOf", [])]:
            return min(self._height(member, depth + 1) for member in members)
        inner = [schema.get("properties", {}).get(name, True) for name in schema.get("required", [])]
        if schema.get("minItems"):
            inner.append(schema.get("items", True))
        return 1 + max((self._height(one, depth + 1) for one in inner), default=0)
