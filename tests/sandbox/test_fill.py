import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sandbox.fill import Unfillable, fill

SCHEMAS: list[Any] = [
    True,
    {},
    {"type": ["null", "integer"]},
    {"const": {"a": [1]}},
    {"enum": ["b", "a"]},
    {"type": "integer", "enum": ["one", 1]},
    {"type": "string", "minLength": 9, "maxLength": 10},
    {"type": "string", "maxLength": 2.0},
    {"type": "string", "default": 5, "examples": [6, "six"]},
    {"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 7},
    {"type": "integer", "multipleOf": 7, "minimum": 8},
    {"type": "integer", "multipleOf": 7, "exclusiveMaximum": 0},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "number", "minimum": 0.25, "multipleOf": 0.5, "maximum": 0.75},
    {"type": "array", "items": {"type": "boolean"}, "minItems": 3},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "null"}], "items": False},
    {"properties": {"a": {"type": "integer"}}, "required": ["a", "b"], "additionalProperties": {"type": "null"}},
    {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a"], "maxProperties": 1},
    {"anyOf": [{"type": "integer", "minimum": 2, "maximum": 1}, {"type": "null"}]},
    {"oneOf": [{"type": "number"}, {"type": "integer"}, {"type": "string"}]},
    {"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}], "properties": {"a": False, "b": True}},
    {"allOf": [{"required": ["a"], "properties": {"a": {"type": "null"}}}, {"required": ["b"]}], "type": "object"},
    {"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"$ref": "#/$defs/c"}, "c": {"type": "integer"}}},
    {"prefixItems": [{"type": "null"}, {"$ref": "#/prefixItems/0"}], "type": "array", "minItems": 2},
    {"$defs": {"tree": {"properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}}}
    | {"$ref": "#/$defs/tree"},
    {"type": "object", "properties": {"next": {"$ref": "#"}, "value": {"type": "integer"}}, "required": ["value"]},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_a_value_fits_its_schema(schema: Any) -> None:
    value = fill(schema)
    Draft202012Validator(schema).validate(value)
    assert json.dumps(fill(schema)) == json.dumps(value)


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "whole"},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}},
        {"type": "array", "items": {"$ref": "#"}, "minItems": 2},
        {"$ref": "#/nowhere"},
        {"$ref": "other.json"},
        {"type": "integer", "minimum": 10**400, "multipleOf": 0.5},
    ],
    ids=json.dumps,
)
def test_a_schema_that_nothing_fits_is_unfillable(schema: Any) -> None:
    with pytest.raises(Unfillable):
        fill(schema)


def test_free_strings_are_the_text_and_all_properties_are_there_in_order() -> None:
    schema = {"properties": {"b": {"type": "string"}, "a": {"type": "string", "format": "date"}}, "required": ["a"]}
    assert list(fill(schema, "text").items()) == [("b", "text"), ("a", "2026-01-01")]
