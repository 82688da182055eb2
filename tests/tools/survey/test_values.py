"""Random values fit their schemas, and cover what these allow."""

import base64
import datetime
import json
import uuid
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.survey.schemas import Schemas
from tools.survey.values import Values

from .support import collect, drawn

TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "inner": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^[a-f]{3}$"},
        {"type": "string", "minLength": 3, "maxLength": 5},
        {"type": "integer", "minimum": 3, "maximum": 9},
        {"type": "number", "exclusiveMinimum": 0},
        {"type": ["string", "null"]},
        {"type": ["integer", "boolean"]},
        {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 4},
        {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
        {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"type": "object", "properties": {"a": {"const": "x"}, "b": {"enum": [1, 2]}}, "required": ["a", "c"]},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
        {"type": "object", "allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "integer"}}}]},
        {"allOf": [{"properties": {"a": {"minimum": 2}}}, {"properties": {"a": {"type": "integer", "maximum": 4}}}]},
        {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "oneOf": [{"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False}],
        },
        {"enum": ["a", None]},
        {},
    ],
    ids=json.dumps,
)
def test_values_fit_their_schema(schema: dict[str, Any]) -> None:
    values = drawn(schema)
    for value in values:
        Draft202012Validator(schema).validate(value)
        assert json.loads(json.dumps(value)) == value
    assert len({json.dumps(value) for value in values}) > 1


@pytest.mark.parametrize(("form", "bits"), [("int32", 31), ("int64", 63), (None, 63)])
def test_integers_keep_to_their_bits(form: str | None, bits: int) -> None:
    values = drawn({"type": "integer", "format": form} if form else {"type": "integer"}, examples=300)
    assert all(-(2**bits) <= value < 2**bits for value in values)
    assert max(map(abs, values)) > 2 ** (bits - 4)


def test_formats() -> None:
    assert all(uuid.UUID(value) for value in drawn({"type": "string", "format": "uuid"}))
    assert all(datetime.date.fromisoformat(value) for value in drawn({"type": "string", "format": "date"}))
    moments = [datetime.datetime.fromisoformat(value) for value in drawn({"type": "string", "format": "date-time"})]
    assert all(moment.tzinfo for moment in moments)
    assert len({moment.utcoffset() for moment in moments}) > 1
    assert any(base64.b64decode(value, validate=True) for value in drawn({"type": "string", "format": "byte"}))
    media = {"type": "string", "contentMediaType": "application/json"}
    assert len({type(json.loads(value)) for value in drawn(media)}) > 2
    assert any(value.isascii() and value for value in drawn({"type": "string", "format": "binary"}))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "nullable": True},
        {"enum": ["a"], "nullable": True},
        {"$ref": "#/components/schemas/Name", "nullable": True},
        {"allOf": [{"$ref": "#/components/schemas/Name"}], "nullable": True},
        {"allOf": [{"$ref": "#/components/schemas/Nullable"}, {"description": "A name."}]},
    ],
    ids=json.dumps,
)
def test_nullable_of_3_0(schema: dict[str, Any]) -> None:
    values = drawn(schema, Name={"type": "string"}, Nullable={"type": "string", "nullable": True})
    assert None in values
    assert any(isinstance(value, str) for value in values)


def test_what_only_a_part_allows_is_not_null() -> None:
    parts = [{"type": "string", "nullable": True}, {"type": ["string", "null"], "minLength": 1}, {"type": "string"}]
    assert all(isinstance(value, str) for value in drawn({"allOf": parts}))


def test_the_first_value_has_all_that_is_optional() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {}}}}
    first, *others = drawn(schema)
    assert set(first) == {"a", "b"}
    assert first["b"]
    assert {} in others


def test_recursion_is_cut() -> None:
    def depth(tree: dict[str, Any]) -> int:
        return 1 + max(map(depth, tree.get("inner", [])), default=0)

    depths = {depth(value) for value in drawn({"$ref": "#/components/schemas/Tree"}, "request", Tree=TREE)}
    assert 3 <= max(depths) <= 5
    itself = {"$ref": "#/components/schemas/E"}
    either = {"oneOf": [{"type": "array", "minItems": 1, "items": itself}, {"type": "string"}]}
    assert {type(value) for value in drawn(itself, E=either)} == {list, str}


def test_a_discriminator_is_kept() -> None:
    cat = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "x": {"type": "integer"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat", "d": "Dog"}},
    }
    assert {value["kind"] for value in drawn(union, Cat=cat, Dog=cat)} == {"c", "d"}


def test_directions() -> None:
    schema = {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}, "secret": {"type": "string", "writeOnly": True}},
    }
    sent, answered = drawn(schema, "request"), drawn(schema, "answer")
    assert {key for value in sent for key in value} == {"secret"}
    named = {key for value in answered for key in value}
    assert "id" in named
    assert "secret" not in named
    assert len(named) > 1, "an answer may hold what the contract does not know"


@pytest.mark.parametrize(
    ("place", "options", "bad"),
    [
        ("query", {"style": "form", "explode": False}, ","),
        ("query", {"style": "pipeDelimited", "explode": False}, "|"),
        ("path", {}, ","),
        ("header", {}, ","),
    ],
)
def test_parameters_hold_what_their_place_can(place: str, options: dict[str, Any], bad: str) -> None:
    schema = {"type": "array", "nullable": True, "items": {"type": "string"}}
    node = {"name": "p", "in": place, "schema": schema} | options
    for value in collect(lambda draw: Values(Schemas({}), draw, "request").parameter(node)):
        assert value
        assert not any(bad in item for item in value)
        if place == "header":
            assert all(item.isascii() and item.isprintable() for item in value)
        if place == "path":
            assert not {"", ".", ".."} & set(value)


def test_files_are_bytes() -> None:
    schema = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
    for value in collect(lambda draw: Values(Schemas({}), draw, "request").raw(schema)):
        assert isinstance(value["file"], bytes)
