"""The contract itself: valid, consistent, and true to the published pages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools import project
from tools.console import ToolError
from tools.contract import Document
from tools.contract.checks import check
from tools.project import ROOT

PATH = ROOT / project.CONTRACT
CONTRACT = Document.load(PATH)
DOCUMENT = CONTRACT.plain
SCHEMAS = DOCUMENT["components"]["schemas"]


def nodes(node: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from nodes(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{place}/{index}")


def examples() -> Iterator[tuple[str, Any, Any]]:
    """Yield the place, schema and example of each schema, media type and parameter that has one."""
    for place, node in nodes(DOCUMENT):
        if "example" in node:
            yield place, node.get("schema", node), node["example"]


EXAMPLES = list(examples())


def test_valid() -> None:
    check(CONTRACT)


@pytest.mark.parametrize(("place", "schema", "example"), EXAMPLES, ids=[place for place, _, _ in EXAMPLES])
def test_examples_fit_their_schemas(place: str, schema: Any, example: Any) -> None:
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(example)


def test_schemas_are_described() -> None:
    for place, node in nodes(SCHEMAS):
        # A `type` that is an object is a property of that name.
        if not isinstance(node.get("type"), str | list) or node["type"] == "null":
            continue
        assert re.search("/(items|additionalProperties|oneOf|anyOf|allOf)", place) or node.get("description"), place


def test_every_operation_takes_both_keys() -> None:
    keys: dict[str, list[str]] = {"apiKeyAuth": [], "appKeyAuth": []}
    for operation in CONTRACT.operations():
        assert operation.node.get("security", DOCUMENT["security"])[0] == keys


def test_the_published_operations() -> None:
    operations = {operation.id: operation for operation in CONTRACT.operations()}
    common = {"200", "400", "401", "403", "429"}
    for name, statuses in {"list_accounts": common, "list_models": common, "run_inference": {*common, "500"}}.items():
        assert operations[name].responses.keys() >= statuses
    schema = operations["list_accounts"].responses["200"].child("content", "application/json", "schema").raw
    assert schema == {"type": "array", "items": {"$ref": "#/components/schemas/IntegrationAccount"}}
    assert set(SCHEMAS["IntegrationAccount"]["required"]) >= {"id", "account_id", "account_name", "integration"}
    assert {*SETTINGS, "model_id", "messages", "tools"} <= set(SCHEMAS["InferenceRequest"]["properties"])


def is_nullable(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", [])
    return "null" in (kinds if isinstance(kinds, list) else [kinds]) or {"type": "null"} in schema.get("anyOf", [])


SETTINGS = {
    *("anthropic_metadata", "azure_openai_metadata", "bedrock_metadata", "openai_metadata", "vertex_ai_metadata"),
    *("frequency_penalty", "json_schema", "max_completion_tokens", "max_tokens", "presence_penalty"),
    *("temperature", "top_k", "top_p"),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("InferenceRequest", SETTINGS),
        ("InferenceResponse", SETTINGS),
        ("AnthropicMetadata", {"effort", "thinking"}),
        ("AnthropicThinking", {"budget_tokens"}),
        ("OpenAIMetadata", {"reasoning_effort", "reasoning_summary"}),
        ("InferenceOutput", {"assessment", "internal_reasoning"}),
        ("InternalReasoning", {"reasoning_tokens"}),
        ("IntegrationAccount", set()),
        ("Message", set()),
    ],
)
def test_nullable_fields(name: str, expected: set[str]) -> None:
    properties = SCHEMAS[name]["properties"]
    assert expected <= {field for field, schema in properties.items() if is_nullable(schema)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("openapi: 3.1.0", "openapi: 3.1.0\ninfo: {}", "duplicate key"),
        ('#/components/schemas/Tool"', '#/components/schemas/Tol"', "points to nothing"),
        ("operationId: run_inference", "operationId: list_accounts", "is not unique"),
        ("openapi: 3.1.0", "openapi: [3.1.0", "not valid YAML"),
        ("\n      type: object", "\n      type: objekt", "objekt"),
    ],
)
def test_broken_contracts_are_refused_with_the_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ToolError, match=r"broken.yaml:") as caught:
        check(Document.load(broken))
    assert message in str(caught.value)
