"""The document as the generator is given it: its schemas in normal form, and of operations what it has files for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .normalise import Normal
from .operations import Operation

Schema = dict[str, Any]


def outline(document: dict[str, Any], normal: Normal, operations: Iterable[Operation]) -> dict[str, Any]:
    """A small OpenAPI document with the same classes and operations.

    Paths, parameters, bodies and responses are printed from `operations`: here each has its name for a path.
    """
    paths = {
        f"/{operation.name}": {
            operation.method.lower(): {
                "operationId": operation.name,
                "tags": [operation.tag],
                "responses": {"200": {"description": ""}},
            }
        }
        for operation in operations
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": document["info"]["title"], "version": document["info"]["version"]},
        "paths": paths,
        "components": {"schemas": {name: _outlined(schema) for name, schema in normal.schemas.items()}},
    }


def _outlined(schema: Schema) -> Schema:
    if "enum" in schema:
        # Its values are printed from the normal form; the generator knows no mixed ones.
        return {"type": "string", "enum": [str(value) for value in schema["enum"]]}
    if "properties" not in schema:
        return {"type": "object", "additionalProperties": _form(schema["additionalProperties"])}
    properties = {f"property_{index}": _form(form) for index, form in enumerate(schema["properties"].values())}
    return {"type": "object", "properties": properties}


def _form(form: Schema) -> Schema:
    if "const" in form:
        return {"const": form["const"]}
    if "anyOf" in form:
        return {"anyOf": [_form(member) for member in form["anyOf"]]}
    if "items" in form:
        return {"type": "array", "items": _form(form["items"])}
    return {key: value for key, value in form.items() if key in ("$ref", "type")}
