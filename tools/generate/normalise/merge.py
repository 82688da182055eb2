"""Merges `allOf` and what stands beside a `$ref` into one schema, and splits null from the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.contract import lookup

from ..refusal import Place, Refusal
from .keywords import ANNOTATIONS, structure

Schema = dict[str, Any]


class References:
    """Follows the `$ref`s of a document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def follow(self, node: Any, place: Place) -> tuple[Any, Place]:
        """The node and where it stands, or those that its `$ref` leads to, at any remove."""
        seen: set[str] = set()
        while isinstance(node, dict) and "$ref" in node:
            reference = node["$ref"]
            if reference in seen:
                raise Refusal(place, f"$ref {reference!r} leads to itself", "write what it stands for")
            seen.add(reference)
            node, place = self.lookup(reference, place)
        return node, place

    def lookup(self, reference: str, place: Place) -> tuple[Any, Place]:
        """What a `$ref` leads to, and where that stands."""
        try:
            found = lookup(self._document, reference)
        except LookupError:
            raise Refusal(
                place, f"$ref {reference!r} leads nowhere", "write what it leads to into this document"
            ) from None
        parts = reference.removeprefix("#/").split("/")
        return found, tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def merged(references: References, schema: Schema, place: Place) -> Schema:
    """The schema with its `allOf` and `$ref` merged into it, and no null among its types but `nullable`.

    A `$ref` with nothing but annotations beside it stays, since what it leads to has a name.
    """
    return _Merge(references).of(schema, place, keep=True)


class _Merge:
    def __init__(self, references: References) -> None:
        self._references = references
        self._seen: list[str] = []

    def of(self, given: Any, place: Place, *, keep: bool) -> Schema:
        if given is True:
            return {}
        if not isinstance(given, dict):
            raise Refusal(place, "`false` is a schema that nothing fits", "leave the property out")
        schema = _plain(given)
        parts = list(schema.pop("allOf", []))
        reference = schema.pop("$ref", None)
        if reference is not None:
            parts.insert(0, {"$ref": reference})
        if not parts:
            return schema
        # Parts that only describe the value stand beside the one that says what it is.
        essential = [part for part in parts if not isinstance(part, dict) or structure(part)]
        if keep and len(essential) == 1 and not structure(schema) - {"nullable"}:
            only = essential[0]
            plain = isinstance(only, dict) and structure(only) <= {"$ref", "nullable"}
            found: Schema = only if plain else self.of(only, place, keep=True)
            beside = {key: value for part in parts if part is not only for key, value in part.items()}
            return {**found, **beside, **schema}
        combined: Schema = {}
        for index, part in enumerate(parts):
            combined = _both(combined, self._expanded(part, (*place, "allOf", index)), place)
        return _both(combined, schema, place)

    def _expanded(self, part: Any, place: Place) -> Schema:
        """A part of an `allOf` without references at its top."""
        if isinstance(part, dict) and "$ref" in part:
            reference = part["$ref"]
            if reference in self._seen:
                raise Refusal(
                    place, f"$ref {reference!r} leads to itself through allOf", "leave it out of what it leads to"
                )
            target, where = self._references.lookup(reference, place)
            self._seen.append(reference)
            found = self.of(target, where, keep=False)
            self._seen.pop()
            # The description of the part is of the part alone.
            found = {key: value for key, value in found.items() if key not in ANNOTATIONS}
            beside = {key: value for key, value in part.items() if key != "$ref"}
            return _both(found, self.of(beside, place, keep=False), place) if beside else found
        return self.of(part, place, keep=False)


def _plain(schema: Schema) -> Schema:
    """The schema with null told by `nullable` alone."""
    schema = dict(schema)
    if schema.get("const", 0) is None:
        schema = {**{key: value for key, value in schema.items() if key != "const"}, "type": "null"}
    kind = schema.get("type")
    if isinstance(kind, list):
        rest = [each for each in kind if each != "null"]
        if len(rest) < len(kind):
            schema["nullable"] = True
        if len(rest) == 1:
            schema["type"] = rest[0]
        elif rest:
            schema["type"] = rest
        else:
            schema["type"] = "null"
    values = schema.get("enum")
    if isinstance(values, list) and None in values:
        schema["enum"] = [value for value in values if value is not None]
        schema["nullable"] = True
        if not schema["enum"]:
            del schema["enum"]
            schema["type"] = "null"
    return schema


def _both(left: Schema, right: Schema, place: Place) -> Schema:
    """One schema that says what two say."""
    result = dict(left)
    for key, value in right.items():
        if key not in result or result[key] == value or key in ANNOTATIONS:
            result[key] = value
        elif key == "properties":
            result[key] = {**result[key], **{name: _property(result[key].get(name), value[name]) for name in value}}
        elif key == "required":
            result[key] = list(dict.fromkeys([*result[key], *value]))
        elif key == "enum":
            result[key] = [each for each in result[key] if each in value]
        elif key in ("minimum", "minLength", "minItems", "minProperties"):
            result[key] = max(result[key], value)
        elif key in ("maximum", "maxLength", "maxItems", "maxProperties"):
            result[key] = min(result[key], value)
        elif key == "additionalProperties":
            result[key] = _narrower(result[key], value)
        elif key == "items":
            result[key] = {"allOf": [result[key], value]}
        elif key in ("oneOf", "anyOf"):
            result[key] = list(_products(result[key], value))
        elif key == "type" and {result[key], value} == {"integer", "number"}:
            result[key] = "integer"
        elif key.startswith("x-"):
            result[key] = value
        else:
            raise Refusal(
                place, f"parts of an allOf disagree on `{key}`", f"write one of {result[key]!r} and {value!r}"
            )
    if structure(right) and "nullable" not in right:
        result.pop("nullable", None)  # what only one of them allows, both together do not
    return result


def _property(left: Any, right: Any) -> Any:
    if left is None or left == right or left is True or left == {}:
        return right
    if isinstance(right, dict) and not structure(right):
        return {**left, **right} if isinstance(left, dict) else right
    return {"allOf": [left, right]}


def _narrower(left: Any, right: Any) -> Any:
    if False in (left, right):
        return False
    return right if left in (True, {}) else left if right in (True, {}) else {"allOf": [left, right]}


def _products(left: list[Any], right: list[Any]) -> Iterator[Any]:
    for one in left:
        for other in right:
            yield {"allOf": [one, other]}
