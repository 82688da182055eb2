"""What a maintainer would make of operations of another contract."""

from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from tools.survey.contract import Contract, snake_case
from tools.survey.document import component_names, document, dump

from .support import CONTRACT, contract, operation


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ListAPIKeys", "list_api_keys"),
        ("GetLLMObsV2Dataset", "get_llm_obs_v2_dataset"),
        ("list-dogs", "list_dogs"),
        ("list_dogs", "list_dogs"),
        ("get /dogs/{id}", "get_dogs_id"),
    ],
)
def test_names(name: str, written: str) -> None:
    assert snake_case(name) == written


def test_names_differ() -> None:
    small = contract({"/a": {"get": operation(name="GetDog")}, "/b": {"get": operation(name="getDog")}})
    assert len({one.name for one in small.operations}) == 2


def test_a_document_like_ours() -> None:
    whole = Contract.load(str(CONTRACT))
    root = document(whole, [one for one in whole.operations if one.tag == "dogs"])
    validate(root)
    assert root["openapi"].startswith("3.1")
    assert root["servers"][0]["variables"]["site"]
    assert root["tags"] == [{"name": "dogs"}]
    assert list(root["paths"]) == ["/api/v2/dogs", "/api/v2/dogs/{dog_id}/tricks"]
    assert root["paths"]["/api/v2/dogs"]["get"]["operationId"] == "list_dogs"
    assert set(root["components"]["schemas"]) == {"Dog"}
    # What all methods of a path share stays.
    clubs = document(whole, [one for one in whole.operations if one.tag == "Kennel Clubs"])
    assert clubs["paths"]["/api/v2/clubs/{club_id}"]["parameters"][0]["name"] == "club_id"


def test_credentials_and_addresses_are_ours() -> None:
    theirs = operation(security=[{"theirs": []}], servers=[{"url": "https://intake.example.com"}], deprecated=True)
    small = contract({"/a": {"get": theirs}})
    node = document(small, small.operations)["paths"]["/a"]["get"]
    assert not {"security", "servers"} & set(node)
    assert node["deprecated"]


def test_bounds_that_are_flags_become_bounds() -> None:
    schema = {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}
    node = operation(parameters=[{"name": "a", "in": "query", "schema": schema}])
    small = contract({"/a": {"get": node}})
    written = document(small, small.operations)["paths"]["/a"]["get"]["parameters"][0]["schema"]
    assert written == {"type": "integer", "exclusiveMinimum": 0, "maximum": 9}


def test_what_an_operation_needs_in_the_end() -> None:
    schemas = {
        "Union": {"discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/Mapped"}}},
        "Mapped": {"properties": {"example": {"$ref": "#/components/schemas/Named"}}},
        "Named": {"example": {"$ref": "#/components/schemas/Data"}},
        "Data": {},
    }
    parameters = {"p": {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/Union"}}}
    node = operation(parameters=[{"$ref": "#/components/parameters/p"}])
    small = contract({"/a": {"get": node}}, schemas=schemas, parameters=parameters)
    needed = component_names(small, small.operations[0])
    assert needed == {("parameters", "p"), *(("schemas", name) for name in ("Union", "Mapped", "Named"))}
    assert set(document(small, small.operations)["components"]["parameters"]) == {"p"}


def test_the_yaml_says_the_same_to_any_reader(tmp_path: Path) -> None:
    root = {"a": ["1e3", "0o17", "on", "2026-01-31", "null", "\u2028 \x85", "~"], "b": [1, 1.5, True, None]}
    dump(root, tmp_path / "a.yaml")
    assert yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8")) == root
    from ruamel.yaml import YAML

    assert YAML(typ="safe").load((tmp_path / "a.yaml").read_text(encoding="utf-8")) == root
