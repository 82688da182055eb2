"""Makes JSON values that match a JSON Schema."""

from collections.abc import Iterator
from contextlib import suppress
from math import ceil, floor
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry

from tools.contract import lookup

_FORMATS = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "email": "sandbox@example.com",
    "time": "00:00:00Z",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_TYPES = ("string", "object", "array", "integer", "number", "boolean", "null")
# The most likely type of a schema without `type`, by its keywords.
_HINTS = {
    "properties": "object",
    "required": "object",
    "items": "array",
    "prefixItems": "array",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
}
# The depth down to which optional parts are filled, so that recursive schemas terminate.
_OPTIONAL_DEPTH = 4
_MOST_VALUES = 10_000


class Unfillable(ValueError):
    """No value was found for a schema; the message says why."""


def fill(schema: Any, text: str = "sandbox") -> Any:
    """Return a value that matches the schema, always the same one. Unconstrained strings become `text`.

    Keywords that only exclude values (`pattern`, `not`, `uniqueItems`, ...) are checked but not solved: if the usual
    value violates one, the schema is `Unfillable`, as is one that is not a JSON Schema at all.
    """
    try:
        Draft202012Validator.check_schema(schema)
        return _Filler(schema, text).value(schema)
    except SchemaError as error:
        raise Unfillable(f"is not a JSON Schema: {error.message}") from error
    except Unfillable:
        raise
    except Exception as error:
        # What is behind references was not checked above, so anything may be wrong there.
        raise Unfillable(f"is a schema that the sandbox cannot fill: {error}") from error


class _Filler:
    def __init__(self, root: Any, text: str) -> None:
        # An empty registry, because the default one fetches remote references.
        self._validator = Draft202012Validator(root, registry=Registry())
        self._root = root
        self._text = text
        self._left = _MOST_VALUES

    def value(self, schema: Any, depth: int = 0) -> Any:
        self._left -= 1
        if self._left < 0:
            raise Unfillable("is too large for the sandbox to fill")
        fits = self._validator.evolve(schema=schema).is_valid
        for variant in self._variants(schema):
            for candidate in self._candidates(variant, depth):
                if fits(candidate):
                    return candidate
        raise Unfillable("is a schema that the sandbox cannot find a value for")

    def _variants(self, schema: Any) -> Iterator[dict[str, Any]]:
        """Yield the schema with references resolved, once for each of its alternatives."""
        if not isinstance(schema, dict):
            yield {}
        elif "$ref" in schema:
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            yield from self._variants(_merged(rest, lookup(self._root, schema["$ref"])))
        elif "allOf" in schema:
            rest = {key: value for key, value in schema.items() if key != "allOf"}
            for part in schema["allOf"]:
                # A part's own references and alternatives are resolved first, or merging would drop all but one.
                rest = _merged(rest, next(self._variants(part)))
            yield from self._variants(rest)
        elif key := next((key for key in ("anyOf", "oneOf") if key in schema), None):
            rest = {name: value for name, value in schema.items() if name != key}
            for branch in schema[key]:
                yield from self._variants(_merged(rest, branch))
        else:
            yield schema

    def _candidates(self, schema: dict[str, Any], depth: int) -> Iterator[Any]:
        if "const" in schema:
            yield schema["const"]
        yield from schema.get("enum", ())
        yield from (schema[key] for key in ("default", "example") if key in schema)
        yield from schema.get("examples", ())
        for kind in _types(schema):
            match kind:
                case "string":
                    yield self._string(schema)
                case "object":
                    yield from self._objects(schema, depth)
                case "array":
                    yield from self._arrays(schema, depth)
                case "integer" | "number":
                    yield from _numbers(schema)
                case "boolean":
                    yield from (True, False)
                case "null":
                    yield None

    def _string(self, schema: dict[str, Any]) -> str:
        text = _FORMATS.get(schema.get("format", ""), self._text)
        return text.ljust(_count(schema, "minLength", 0), ".")[: _count(schema, "maxLength", _MOST_VALUES)]

    def _objects(self, schema: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        required = {}
        for name in schema.get("required", ()):
            try:
                required[name] = self.value(properties.get(name, others), depth + 1)
            except Unfillable:
                return
        optional = {}
        if depth < _OPTIONAL_DEPTH:
            for name in properties:
                if name in required:
                    continue
                with suppress(Unfillable):
                    optional[name] = self.value(properties[name], depth + 1)
        filled = required | optional
        yield {name: filled[name] for name in (*properties, *required) if name in filled}
        yield required

    def _arrays(self, schema: dict[str, Any], depth: int) -> Iterator[list[Any]]:
        first = schema.get("prefixItems", [])
        least = _count(schema, "minItems", 0)
        wanted = max(least, len(first), 1) if depth < _OPTIONAL_DEPTH else least
        wanted = min(wanted, _count(schema, "maxItems", wanted))
        schemas = [*first, *[schema.get("items", True)] * wanted][:wanted]
        with suppress(Unfillable):
            yield [self.value(item, depth + 1) for item in schemas]
        yield []


def _merged(schema: dict[str, Any], other: Any) -> dict[str, Any]:
    """Merge two schemas, as far as the keywords that a value is built from are concerned."""
    if not isinstance(other, dict):
        return schema
    merged = {**other, **schema}
    if "properties" in schema and "properties" in other:
        merged["properties"] = {**other["properties"], **schema["properties"]}
    if "required" in schema and "required" in other:
        merged["required"] = [*other["required"], *schema["required"]]
    return merged


def _types(schema: dict[str, Any]) -> list[str]:
    declared = schema.get("type")
    if isinstance(declared, str):
        return [declared]
    if declared is not None:
        return sorted(declared, key="null".__eq__)
    hinted = [kind for keyword, kind in _HINTS.items() if keyword in schema]
    return list(dict.fromkeys([*hinted, *_TYPES]))


def _numbers(schema: dict[str, Any]) -> Iterator[int | float]:
    step = schema.get("multipleOf", 1)
    lows = [schema[key] for key in ("minimum", "exclusiveMinimum") if key in schema]
    highs = [schema[key] for key in ("maximum", "exclusiveMaximum") if key in schema]
    numbers = [1, 0]
    for low in lows:
        numbers += [low, ceil(low / step) * step, (floor(low / step) + 1) * step]
    for high in highs:
        numbers += [high, floor(high / step) * step, (ceil(high / step) - 1) * step]
    numbers += [(low + high) / 2 for low in lows for high in highs]
    for number in numbers:
        yield int(number) if float(number).is_integer() else number


def _count(schema: dict[str, Any], keyword: str, default: int) -> int:
    # JSON Schema accepts 2.0 as an integer. A truncated count makes a value that does not match.
    return int(min(schema.get(keyword, default), _MOST_VALUES))
