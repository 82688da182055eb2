"""Nodes know their lines, and follow references on access."""

from collections.abc import Callable

import pytest

from tools.console import ToolError
from tools.contract import Document, Node, lookup

TEXT = """\
openapi: 3.1.0
info: {title: Example, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: read_thing
      parameters:
        - $ref: "#/components/parameters/Page"
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Thing"
                description: As it is used here.
        x-note: nothing
    put:
      responses: {"204": {description: Done.}}
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
  schemas:
    Thing:
      description: As it is defined.
      type: object
      properties:
        example: {$ref: "#/components/schemas/Name"}
        inner: {$ref: "#/components/schemas/Thing"}
      example: {$ref: "#/data/and/no/reference"}
    Name:
      type: string
    a/b~c:
      type: array
      items: {allOf: [{type: string}, {maxLength: 3}]}
"""


def on(text: str) -> int:
    """Return the first line with `text`."""
    return TEXT[: TEXT.index(text)].count("\n") + 1


@pytest.fixture
def document() -> Document:
    return Document.load(TEXT, "example.yaml")


def schema(document: Document, name: str) -> Node:
    return document.root.child("components", "schemas", name)


def test_a_node_is_where_it_is_used_and_its_keywords_where_they_are_written(document: Document) -> None:
    used = document.operations()[0].responses["200"].child("content", "application/json", "schema")
    assert used.line == used.at("none") == on("schema:\n")
    assert (used.at("type"), used.at("none", "properties")) == (on("type: object"), on("properties:"))
    assert used.raw.keys() == {"$ref", "description"}
    assert used["description"] == "As it is used here."
    assert used.keys() == {"description", "type", "properties", "example"}
    assert used.child("properties", "example")["type"] == "string"
    assert used.child("properties", "example").line == on("example: {$ref")


def test_walk_passes_over_data_and_not_over_names(document: Document) -> None:
    names = [node.name for node in schema(document, "Thing").walk()]
    assert names == ["Thing", "properties", "example", "inner"]
    schema(document, "Thing").check_references()


def test_operations(document: Document) -> None:
    read, put = document.operations()
    assert (read.id, read.label, read.key) == ("read_thing", "GET /things/{id}", ("get", "/things/{}"))
    assert (put.id, put.label) == ("", "PUT /things/{id}")
    assert {key: parameter.schema["type"] for key, parameter in read.parameters.items()} == {
        ("path", "id"): "string",
        ("query", "page"): "integer",
    }
    assert (list(read.responses), list(put.successes)) == (["200"], ["204"])
    assert document.scope == "/things/"
    assert document.operations("/other/") == []


def test_lookup(document: Document) -> None:
    assert document.lookup("#/openapi") == "3.1.0"
    assert document.lookup("#/servers/0/url") == "https://api.example.com"
    for pointer in ("#/components/schemas/a~1b~0c/type", "#/components/schemas/a~1b%7E0c/type"):
        assert document.lookup(pointer) == "array"


@pytest.mark.parametrize(
    "reference", ["#/none", "#/servers/1", "#/servers/x", "#/openapi/x", "#anchor", "b.yaml#/a", ""]
)
def test_lookup_of_nothing(reference: str, document: Document) -> None:
    with pytest.raises(LookupError):
        lookup(document.plain, reference)


@pytest.mark.parametrize(
    ("look", "line", "reason"),
    [
        (lambda document: len(document.root.child("openapi")), "openapi:", "`openapi` is expected to be a mapping"),
        (lambda document: schema(document, "Name").listed("type"), "type: string\n", "`type` is expected to be a list"),
        (
            lambda document: len(schema(document, "Thing").child("example")),
            'example: {$ref: "#/data',
            "the reference #/data/and/no/reference points to nothing",
        ),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(
    look: Callable[[Document], object], line: str, reason: str, document: Document
) -> None:
    with pytest.raises(ToolError) as error:
        look(document)
    assert str(error.value) == f"example.yaml:{on(line)}: {reason}"
