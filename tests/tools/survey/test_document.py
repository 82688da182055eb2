"""Operations of another contract in a document like ours. `test_command` builds it."""

from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate
from ruamel.yaml import YAML

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


@pytest.mark.parametrize(
    ("tag", "schemas", "parameters"),
    [
        ("dogs", {"Dog"}, set()),
        ("Kennel Clubs", set(), set()),
        ("odds", {"Shape", "Circle", "Square", "Values"}, {"above"}),
    ],
)
def test_a_document_like_ours(tag: str, schemas: set[str], parameters: set[str]) -> None:
    whole = Contract.load(str(CONTRACT))
    root = document(whole, [one for one in whole.operations if one.tag == tag])
    validate(root)
    assert root["openapi"].startswith("3.1")
    assert root["servers"][0]["variables"]["site"]
    assert root["tags"] == [{"name": tag}]
    assert set(root["components"].get("schemas", ())) == schemas
    assert set(root["components"].get("parameters", ())) == parameters
    if parameters:
        bounds = root["components"]["parameters"]["above"]["schema"]
        assert bounds == {"type": "integer", "exclusiveMinimum": 0, "maximum": 9}


def test_what_an_operation_needs_in_the_end() -> None:
    schemas = {
        "Union": {"discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/Mapped"}}},
        "Mapped": {"properties": {"example": {"$ref": "#/components/schemas/Named"}}},
        "Named": {"example": {"$ref": "#/components/schemas/Data"}},
        "Data": {},
    }
    parameters = [{"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/Union"}}]
    small = contract({"/a": {"get": operation(parameters=parameters)}}, schemas=schemas)
    needed = {("schemas", name) for name in ("Union", "Mapped", "Named")}
    assert component_names(small, small.operations[0]) == needed


def test_the_yaml_says_the_same_to_any_reader(tmp_path: Path) -> None:
    root = {"a": ["1e3", "0o17", "on", "2026-01-31", "null", "\u2028 \x85", "~"], "b": [1, 1.5, True, None]}
    dump(root, tmp_path / "a.yaml")
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == YAML(typ="safe").load(text) == root
