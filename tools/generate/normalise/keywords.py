"""The keywords of schemas: which say what a value is, which only describe it, and which cannot be served."""

from __future__ import annotations

from typing import Any

#: They describe a value and do not change what it is.
ANNOTATIONS = frozenset(
    {"description", "title", "deprecated", "readOnly", "writeOnly", "default", "example", "examples", "externalDocs"}
    | {"$comment", "xml", "x-python-name", "x-sunset", "x-enum-varnames", "x-enum-descriptions"}
)
#: They restrict a value further, which the server checks; those that are cheap are checked before sending, too.
CHECKS = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"}
    | {"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "propertyNames", "contentEncoding"}
)
#: What to write instead of a keyword that would change what a value is, and is not served.
UNSERVED = {
    "patternProperties": "additionalProperties, with a description of the names",
    "prefixItems": "items, with a oneOf of what the places hold",
    "not": "what the value is, not what it is not",
    "if": "a oneOf of the cases",
    "then": "a oneOf of the cases",
    "else": "a oneOf of the cases",
    "dependentSchemas": "a oneOf of the cases",
    "unevaluatedProperties": "additionalProperties",
    "unevaluatedItems": "items",
    "contains": "items",
    "$dynamicRef": "$ref",
    "$recursiveRef": "$ref",
}


def structure(schema: dict[str, Any]) -> set[str]:
    """The keywords of a schema that say what its value is."""
    return {key for key in schema if key not in ANNOTATIONS and (not key.startswith("x-"))}
