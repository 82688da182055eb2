"""The operations of the contract as callers see them, whatever it holds: names, and arguments that fit."""

from typing import Any

from sandbox.fill import fill
from tests.support.faults.answers import DOCUMENT
from tools.contract import lookup
from tools.generate.normalise import normalise
from tools.generate.operations import Operation, read_operations

OPERATIONS: dict[str, Operation] = {each.name: each for each in read_operations(DOCUMENT, normalise(DOCUMENT))}
#: What schemas refer to.
COMPONENTS = {"components": DOCUMENT["components"]}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a node stands for: itself, or what it refers to."""
    while "$ref" in node:
        node = lookup(DOCUMENT, node["$ref"])
    return node


def parameters(operation: Operation) -> dict[str, Any]:
    """Those that every call has to give, by keyword."""
    item = resolved(DOCUMENT["paths"][operation.path])
    nodes = [resolved(node) for node in (*item.get("parameters", ()), *operation.node.get("parameters", ()))]
    values = {(node["in"], node["name"]): _example(node) for node in nodes if node.get("required")}
    return {
        each.name: values[each.where, each.key] for each in operation.parameters if (each.where, each.key) in values
    }


def body(operation: Operation) -> Any:
    """The body that the contract shows, as JSON, or one that fits."""
    assert operation.body is not None
    return _example(resolved(operation.node["requestBody"])["content"][operation.body.content_type])


def arguments(operation: Operation) -> dict[str, Any]:
    """The keyword arguments of a call."""
    found = parameters(operation)
    if operation.body is None:
        return found
    value = body(operation)
    if operation.body.fields is None:
        return {**found, "body": value}
    return {**found, **{each.name: value[each.key] for each in operation.body.fields if each.key in value}}


def _example(node: dict[str, Any]) -> Any:
    """The example of a parameter or of content, or a value made from its schema."""
    schema = resolved(node.get("schema", {}))
    found = node.get("example", schema.get("example"))
    return fill({**schema, **COMPONENTS}) if found is None else found
