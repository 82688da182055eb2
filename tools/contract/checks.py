"""Refuses what the generator would take but the client could not serve."""

from __future__ import annotations

from itertools import takewhile

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from .document import Document
from .node import Node
from .operation import JSON, Operation

# Keywords that every method has, which a field of the same name would collide with.
OPTIONS = frozenset({"extra_body", "extra_headers", "timeout", "max_retries", "deadline", "retry_unsafe", "self"})
# Keywords of JSON Schema that the generator passes over, so that the client would not keep to them.
UNSUPPORTED = frozenset({"patternProperties", "prefixItems", "not", "if", "dependentSchemas", "unevaluatedProperties"})


def check(document: Document) -> None:
    """Raise `ToolError` for what is not valid OpenAPI, and for what the client's methods cannot express."""
    document.root.check_references()
    try:
        validate(document.plain)
    except OpenAPIValidationError as error:
        # The validator knows no lines; below a list, the line of the list has to do.
        place = takewhile(lambda part: isinstance(part, str), getattr(error, "absolute_path", ()))
        raise document.root.child(*place).error(str(getattr(error, "message", error))) from None
    for node in document.root.child("components", "schemas").walk():
        keywords = sorted(UNSUPPORTED & node.raw.keys())
        if keywords and "type" in node.raw:
            raise node.error(f"{', '.join(keywords)}: not supported by the generator")
        if node.raw.get("format") == "binary":
            raise node.error("format binary: files are not supported")
    for operation in document.operations():
        _check_operation(operation)


def _check_operation(operation: Operation) -> None:
    node = operation.node
    if not operation.id:
        raise node.error("operationId is missing: it names the method")
    names = set(OPTIONS)
    for parameter in operation.parameters.values():
        if parameter.place == "cookie":
            raise parameter.node.error(f"parameter {parameter.name!r}: cookies are not supported")
        _add_name(parameter.node, names, parameter.name)
    if "requestBody" in node:
        content = node.child("requestBody", "content")
        if list(content) != [JSON]:
            raise content.error(f"a request body has to be {JSON}, not {', '.join(content)}")
        properties = content.child(JSON, "schema", "properties")
        if not properties:
            raise content.error("a request body has to be an object with properties, its keywords")
        for name, field in properties.children().items():
            _add_name(field, names, name)
    successes = list(operation.successes.values())
    if len(successes) != 1:
        listed = ", ".join(response.name for response in successes) or "none"
        raise node.error(f"exactly one 2xx response is supported, not {listed}")
    if list(successes[0].child("content")) != [JSON]:
        raise successes[0].error(f"response {successes[0].name} has to be {JSON}")


def _add_name(node: Node, names: set[str], name: str) -> None:
    if name in names:
        raise node.error(f"{name!r} is taken by another parameter, field or keyword of the method")
    names.add(name)
