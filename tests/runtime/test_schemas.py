"""Where a string is to hold JSON, a type stands for its JSON Schema."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated, Any

import pytest
from datadog_llm_client import ValidationError
from datadog_llm_client._runtime.values.decoding import array, json_string, one_of, string
from datadog_llm_client._runtime.values.reading import Reading
from pydantic import BaseModel, Field
from typing_extensions import TypedDict


class Model(BaseModel):
    name: Annotated[str, Field(description="of the city")]


@dataclasses.dataclass
class Data:
    name: str


class Dict(TypedDict):
    name: str


class Opaque:
    def __init__(self, anything: object) -> None: ...


@pytest.mark.parametrize("kind", [Model, Data, Dict])
def test_types_become_schemas(kind: Any) -> None:
    schema = json.loads(json_string(kind))
    assert (schema["type"], schema["required"]) == ("object", ["name"])
    assert schema["properties"]["name"]["type"] == "string"


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (int | None, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
    ],
)
def test_generic_types_become_schemas(kind: Any, schema: Any) -> None:
    assert json.loads(json_string(kind)) == schema


def test_strings_and_mappings_are_passed_through() -> None:
    assert json_string('{"type": "object"}') == '{"type": "object"}'
    assert json_string({"type": "object"}) == '{"type": "object"}'


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (Opaque, "expected a type that pydantic supports, found Opaque"),
        (5, "expected a JSON document in a string, an object, or a type"),
        (Model(name="Paris"), "expected a JSON document in a string, an object, or a type"),
    ],
)
def test_values_without_a_schema_are_refused(kind: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        json_string(kind)


@pytest.mark.parametrize("decode", [json_string, one_of(array(string), json_string)], ids=["alone", "in a union"])
def test_it_is_serialized_in_a_request_only(decode: Any) -> None:
    assert decode({"type": "object"}) == '{"type": "object"}'
    with Reading(is_lenient=False, is_request=True) as reading:
        assert decode({"type": "object"}) == '{"type": "object"}'
    assert reading.is_clean
    with Reading(is_lenient=False), pytest.raises(ValidationError, match="a JSON document in a string"):
        decode({"type": "object"})
