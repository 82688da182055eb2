"""Refusals give the file and line, a name, and what to write instead."""

import re
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.generate import build

from .support import HEAD, SECURITY

OK = 'responses: { "204": { description: Fine. } }'


def refusal(tmp_path: Path, paths: str, schemas: str = "") -> str:
    """Return the refusal of a document."""
    contract = tmp_path / "contract.yaml"
    text = f"{HEAD}paths:\n{paths}\n{SECURITY}" + (f"  schemas:\n{schemas}\n" if schemas else "")
    contract.write_text(text, encoding="utf-8")
    with pytest.raises(ToolError) as caught:
        build(tmp_path / "package", contract)
    assert not (tmp_path / "package").exists()
    return str(caught.value)


PARAMETER = "parameters: [{{ name: {}, in: {}, schema: {{ type: string }} }}]"
OPERATIONS = {
    f"{{ {OK} }}": ["GET /things", "operationId is missing", "which names the method"],
    '{ operationId: ask, responses: { "404": { description: No. } } }': ["no 2xx response"],
    f"{{ operationId: get_it, {OK} }}\n    post: {{ operationId: getIt, {OK} }}": [
        "another operation is called 'get_it'",
        "x-python-name",
    ],
} | {
    f"{{ operationId: ask, {more}, {OK} }}": expected
    for more, expected in {
        PARAMETER.format("c", "cookie"): ["Ask", "'c' in cookie", "in the query or a header"],
        PARAMETER.format("Accept", "header"): ["'Accept'", "leave it out"],
        "servers: [{ url: https://other.example.com }]": ["ask", "servers"],
        "x-python-name: not a name": ["x-python-name", "'not a name'", "such as"],
        "x-pagination: { resultsPath: data }": ["x-pagination", "cursorParam, pageParam and pageOffsetParam"],
        "x-pagination: { resultsPath: data, pageParam: page, turn: 1 }": ["turn is not known", "pageOffsetParam"],
        "x-pagination: { pageParam: page, resultsPath: data }": ["resultsPath 'data'", "lists the results"],
    }.items()
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_operations(operation: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, f"  /things:\n    get: {operation}")
    assert re.match(r"contract\.yaml:\d+: ", message)
    assert "/paths/~1things" in message
    assert all(each in message for each in OPERATIONS[operation]), message


ITSELF = "{ $ref: '#/components/schemas/Thing' }"
SCHEMAS = {
    "{ type: object, patternProperties: { a: { type: string } } }": ["`patternProperties`", "additionalProperties"],
    "{ type: array, prefixItems: [{ type: string }] }": ["`prefixItems`", "items"],
    "{ not: { type: string } }": ["`not`"],
    "{ if: { type: string }, then: {} }": ["`if`", "oneOf"],
    "{ type: object, properties: { a: false } }": ["nothing fits", "leave the property out"],
    "{ enum: [{}] }": ["Thing", "an enum of {}", "strings, numbers or booleans"],
    "{ const: [1] }": ["Thing", "a const of [1]"],
    "{ type: string, enum: [1] }": ["Thing", "type 'string' with enum [1]"],
    "{ oneOf: [{ type: string }], anyOf: [{ type: string }] }": ["oneOf and anyOf side by side"],
    f"{{ type: array, items: {ITSELF} }}": ["holds itself", "an object with properties"],
    "{ allOf: [{ type: string }, { type: integer }] }": ["disagree on `type`", "'string'", "'integer'"],
    f"{{ allOf: [{ITSELF}, {{ type: object }}] }}": ["leads to itself"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_schemas(schema: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, f"  /things: {{ get: {{ operationId: ask, {OK} }} }}", f"    Thing: {schema}")
    assert re.match(r"contract\.yaml:\d+: ", message)
    assert "/components/schemas/Thing" in message
    assert all(each in message for each in SCHEMAS[schema]), message
