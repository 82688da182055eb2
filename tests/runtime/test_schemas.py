"""Where a string is to hold JSON, a type stands for its JSON Schema."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Annotated, Any

import pytest
from datadog_llm_client import ConfigurationError, ValidationError
from datadog_llm_client._runtime.values.decoding import array, json_string, one_of, string
from datadog_llm_client._runtime.values.reading import Reading
from datadog_llm_client._runtime.values.schemas import is_type
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
def test_a_type_becomes_its_schema(kind: Any) -> None:
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
def test_other_forms_of_types(kind: Any, schema: Any) -> None:
    assert json.loads(json_string(kind)) == schema


def test_strings_and_mappings_are_as_they_were() -> None:
    assert json_string('{"type": "object"}') == '{"type": "object"}'
    assert json_string({"type": "object"}) == '{"type": "object"}'


@pytest.mark.parametrize("value", [Model(name="Paris"), 5, None, [], "Model"])
def test_values_are_no_types(value: Any) -> None:
    assert not is_type(value)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (Opaque, "expected a type that pydantic supports, found Opaque"),
        (5, "expected a JSON document in a string, an object, or a type"),
        (Model(name="Paris"), "expected a JSON document in a string, an object, or a type"),
    ],
)
def test_what_has_no_schema_is_told(kind: Any, message: str) -> None:
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


def test_without_pydantic_a_type_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unseen(BaseModel):
        name: str

    monkeypatch.setitem(sys.modules, "pydantic", None)
    assert json_string({"type": "object"})
    with pytest.raises(ConfigurationError, match=r"datadog-llm-client\[pydantic\].*mapping or a string"):
        json_string(Unseen)
