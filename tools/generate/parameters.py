"""The parameters of an operation: in the path, the query and headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from . import names
from .documentation import described
from .normalise import Normal
from .refusal import Place, Refusal
from .values import Value, Values

LOCATIONS = ("path", "query", "header")
# OpenAPI has them said elsewhere, and passes over parameters of these names.
_NOT_PARAMETERS = ("accept", "content-type", "authorization")

Schema = dict[str, Any]


@frozen
class Parameter:
    """A parameter. key: its name in the contract. name: the keyword of the method."""

    key: str
    name: str
    where: str
    value: Value
    required: bool
    style: str
    explode: bool
    allow_reserved: bool
    content_type: str | None
    deprecated: bool
    documentation: str
    default: Any


def read_parameters(normal: Normal, node: Schema, item: Schema, place: Place, class_name: str) -> Iterator[Parameter]:
    """The parameters of an operation and of its path, those in the path first, in the order of the document."""
    found: dict[tuple[str, str], tuple[Schema, Place]] = {}
    for holder, above in ((item, place[:-1]), (node, place)):
        for index, each in enumerate(holder.get("parameters", [])):
            parameter, at = normal.references.follow(each, (*above, "parameters", index))
            found[parameter["in"], parameter["name"]] = parameter, at
    for location in LOCATIONS:
        for (where, _), (parameter, at) in found.items():
            if where == location:
                yield _parameter(normal, parameter, at, class_name)
    for (where, name), (_, at) in found.items():
        if where not in LOCATIONS:
            raise Refusal(
                at,
                f"{class_name}: parameter {name!r} in {where} is not supported",
                "write a parameter in the query or a header",
            )


def _parameter(normal: Normal, node: Schema, place: Place, class_name: str) -> Parameter:
    key, where = node["name"], node["in"]
    if where == "header" and key.lower() in _NOT_PARAMETERS:
        raise Refusal(place, f"{class_name}: a parameter for the header {key!r}", "leave it out: the client sends it")
    style = node.get("style", "form" if where == "query" else "simple")
    # One that several operations share has one class, if it needs one.
    own = names.pascal_case(str(place[-1])) if place[0] == "components" else class_name + names.pascal_case(key)
    content_type = None
    schema, at = node.get("schema", {}), (*place, "schema")
    if "content" in node:
        content_type = next(iter(node["content"]))
        schema, at = node["content"][content_type].get("schema", {}), (*place, "content", content_type, "schema")
    form = normal.form(schema, at, own)
    text = described({**form, **{key: node[key] for key in ("description", "deprecated") if key in node}})
    return Parameter(
        key=key,
        name=names.chosen(node, place) or names.chosen(form, at) or names.variable(key),
        where=where,
        value=Values(normal).of(form),
        required=where == "path" or bool(node.get("required")),
        style=style,
        explode=node.get("explode", style == "form"),
        allow_reserved=bool(node.get("allowReserved")),
        content_type=content_type,
        deprecated=bool(node.get("deprecated")),
        documentation=text,
        default=form.get("default"),
    )
