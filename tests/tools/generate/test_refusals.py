"""What cannot be served is refused: with file and line, a name, and what to write instead."""

import re
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.generate import build

from .support import HEAD, SECURITY

OK = 'responses: { "204": { description: Fine. } }'


def refusal(tmp_path: Path, paths: str, schemas: str = "") -> str:
    """What is said of a document."""
    contract = tmp_path / "contract.yaml"
    text = f"{HEAD}paths:\n{paths}\n{SECURITY}" + (f"  schemas:\n{schemas}\n" if schemas else "")
    contract.write_text(text, encoding="utf-8")
    with pytest.raises(ToolError) as caught:
        build(tmp_path / "package", contract)
    assert not (tmp_path / "package").exists()
    return str(caught.value)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (f"get: {{ {OK} }}", ["GET /things", "operationId is missing", "which names the method"]),
        (
            f"get: {{ operationId: ask, parameters: [{{ name: c, in: cookie, schema: {{ type: string }} }}], {OK} }}",
            ["Ask", "'c' in cookie", "in the query or a header"],
        ),
        (
            "get: { operationId: ask, parameters: [{ name: Accept, in: header, schema: { type: string } }], "
            + OK
            + " }",
            ["'Accept'", "leave it out"],
        ),
        (f"get: {{ operationId: ask, servers: [{{ url: https://other.example.com }}], {OK} }}", ["ask", "servers"]),
        ('get: { operationId: ask, responses: { "404": { description: No. } } }', ["no 2xx response"]),
        (
            f"get: {{ operationId: ask, x-python-name: not a name, {OK} }}",
            ["x-python-name", "'not a name'", "such as"],
        ),
        (
            f"get: {{ operationId: ask, x-pagination: {{ resultsPath: data }}, {OK} }}",
            ["x-pagination", "cursorParam, pageParam and pageOffsetParam"],
        ),
        (
            "get: { operationId: ask, x-pagination: { resultsPath: data, pageParam: page, turn: 1 }, " + OK + " }",
            ["turn is not known", "pageOffsetParam"],
        ),
        (
            "get: { operationId: ask, x-pagination: { pageParam: page, resultsPath: data }, " + OK + " }",
            ["resultsPath 'data'", "lists the results"],
        ),
        (
            f"get: {{ operationId: get_it, {OK} }}\n    post: {{ operationId: getIt, {OK} }}",
            ["another operation is called 'get_it'", "x-python-name"],
        ),
    ],
)
def test_operations(operation: str, expected: list[str], tmp_path: Path) -> None:
    message = refusal(tmp_path, f"  /things:\n    {operation}")
    assert re.match(r"contract\.yaml:\d+: ", message)
    assert "/paths/~1things" in message
    assert all(each in message for each in expected), message


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            "{ type: object, patternProperties: { a: { type: string } } }",
            ["`patternProperties`", "additionalProperties"],
        ),
        ("{ type: array, prefixItems: [{ type: string }] }", ["`prefixItems`", "items"]),
        ("{ not: { type: string } }", ["`not`"]),
        ("{ if: { type: string }, then: {} }", ["`if`", "oneOf"]),
        ("{ type: object, properties: { a: false } }", ["nothing fits", "leave the property out"]),
        ("{ enum: [{}] }", ["Thing", "an enum of {}", "strings, numbers or booleans"]),
        ("{ const: [1] }", ["Thing", "a const of [1]"]),
        ("{ type: string, enum: [1] }", ["Thing", "type 'string' with enum [1]"]),
        ("{ oneOf: [{ type: string }], anyOf: [{ type: string }] }", ["oneOf and anyOf side by side"]),
        (
            "{ type: array, items: { $ref: '#/components/schemas/Thing' } }",
            ["holds itself", "an object with properties"],
        ),
        ("{ allOf: [{ type: string }, { type: integer }] }", ["disagree on `type`", "'string'", "'integer'"]),
        ("{ allOf: [{ $ref: '#/components/schemas/Thing' }, { type: object }] }", ["leads to itself"]),
    ],
)
def test_schemas(schema: str, expected: list[str], tmp_path: Path) -> None:
    message = refusal(tmp_path, f"  /things: {{ get: {{ operationId: ask, {OK} }} }}", f"    Thing: {schema}")
    assert re.match(r"contract\.yaml:\d+: ", message)
    assert "/components/schemas/Thing" in message
    assert all(each in message for each in expected), message
