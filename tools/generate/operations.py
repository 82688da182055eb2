"""The operations of the contract, before anything is printed: names, parameters, bodies and responses."""

from __future__ import annotations

import re
from typing import Any

import attrs
from attrs import frozen

from tools.contract import METHODS

from . import names
from .bodies import Body, is_json, read_body
from .models import fields_of
from .normalise import Normal
from .pages import Pages, read_pages
from .parameters import Parameter, read_parameters
from .refusal import Place, Refusal
from .values import Object, Value, Values

_PLACEHOLDER = re.compile(r"{([^{}]*)}")

Schema = dict[str, Any]


@frozen
class Success:
    """A 2xx response in one of its media types. value: of JSON; else it is text, bytes, or nothing."""

    status: int | str
    content_type: str | None = None
    value: Value | None = None


@frozen
class Operation:
    """One operation of the contract."""

    name: str
    method: str
    path: str
    tag: str
    node: Schema
    parameters: tuple[Parameter, ...]
    body: Body | None
    successes: tuple[Success, ...]
    errors: tuple[str, ...]
    provider_error: str | None
    pagination: Pages | None = None

    @property
    def is_deprecated(self) -> bool:
        """Whether callers are asked to stop using it."""
        return bool(self.node.get("deprecated"))


def read_operations(document: dict[str, Any], normal: Normal) -> list[Operation]:
    """All operations, in the order of the document."""
    found: list[Operation] = []
    taken: set[str] = set()
    for path in document.get("paths", {}):
        item, place = normal.references.follow(document["paths"][path], ("paths", path))
        for method in METHODS:
            if method in item:
                operation = _operation(normal, (*place, method), path, item)
                if operation.name in taken:
                    raise Refusal(
                        (*place, method),
                        f"another operation is called {operation.name!r}",
                        "write x-python-name: another_name",
                    )
                taken |= {operation.name, f"iterate_{operation.name}"}
                found.append(operation)
    return found


def _operation(normal: Normal, place: Place, path: str, item: Schema) -> Operation:
    method = str(place[-1])
    node = item[method]
    identifier = node.get("operationId")
    if not identifier:
        raise Refusal(place, f"{method.upper()} {path}: operationId is missing", "write one, which names the method")
    if node.get("servers", item.get("servers")):
        raise Refusal(
            (*place, "servers"),
            f"{identifier}: servers of its own are not supported",
            "leave them out: all calls go to the one of the document",
        )
    class_name = names.pascal_case(identifier)
    parameters = list(read_parameters(normal, node, item, place, class_name))
    declared = {parameter.key for parameter in parameters if parameter.where == "path"}
    for placeholder in _PLACEHOLDER.findall(path):
        if placeholder not in declared:
            raise Refusal(
                place, f"{identifier}: {{{placeholder}}} is not declared", "give it a parameter with in: path"
            )
    parameters, body = _named(parameters, read_body(normal, node, place, class_name))
    successes, provider_error = _successes(normal, node, place, class_name)
    return Operation(
        name=names.chosen(node, place) or names.variable(identifier, names.CLIENT_NAMES),
        method=method.upper(),
        path=path,
        tag=(node.get("tags") or ["default"])[0],
        node=node,
        parameters=tuple(parameters),
        body=body,
        successes=successes,
        errors=tuple(str(status) for status in node.get("responses", {}) if str(status)[0] in "345"),
        provider_error=provider_error,
        pagination=read_pages(
            normal,
            node,
            place,
            next((success.value for success in successes if success.value is not None), None),
            {parameter.key: parameter.default for parameter in parameters},
        ),
    )


def _named(parameters: list[Parameter], body: Body | None) -> tuple[list[Parameter], Body | None]:
    """Give each argument a name of its own: those in the path first, then of the body, then the others."""
    taken = set(names.METHOD_NAMES)
    if body is not None and body.fields is None:
        taken.add("body")

    def free(name: str) -> str:
        found = names.free(name, taken)
        taken.add(found)
        return found

    path = [attrs.evolve(each, name=free(each.name)) for each in parameters if each.where == "path"]
    if body is not None and body.fields is not None:
        body = attrs.evolve(body, fields=tuple(attrs.evolve(each, name=free(each.name)) for each in body.fields))
    return [*path, *(attrs.evolve(each, name=free(each.name)) for each in parameters if each.where != "path")], body


def _successes(normal: Normal, node: Schema, place: Place, class_name: str) -> tuple[tuple[Success, ...], str | None]:
    """The responses that are successes, and the property of one that says that the provider refused."""
    responses = {str(status): response for status, response in node.get("responses", {}).items()}
    statuses = [status for status in responses if status.startswith("2")] or [s for s in responses if s == "default"]
    if not statuses:
        raise Refusal((*place, "responses"), f"{class_name}: no 2xx response", "write the response of its success")
    found: list[Success] = []
    provider_error = None
    for status in statuses:
        response, at = normal.references.follow(responses[status], (*place, "responses", status))
        number = int(status) if status.isdecimal() else status
        contents = response.get("content") or {}
        found += [Success(number)] if not contents else []
        for content_type, media in contents.items():
            value = None
            if is_json(content_type):
                name = f"{class_name}Response" if len(statuses) == 1 else f"{class_name}Response{status}"
                form = normal.form(media.get("schema", {}), (*at, "content", content_type, "schema"), name)
                value = Values(normal).of(form)
                provider_error = _provider_error(normal, response, at, value) or provider_error
            found.append(Success(number, content_type, value))
    return tuple(found), provider_error


def _provider_error(normal: Normal, response: Schema, place: Place, value: Value) -> str | None:
    key = response.get("x-provider-error")
    if key is None:
        return None
    if isinstance(value, Object):
        fields = fields_of(normal.schemas[value.name], Values(normal), normal.places[value.name])
        for field in fields:
            if field.key == key:
                return field.name
    raise Refusal((*place, "x-provider-error"), f"{key!r} is not a property of the response", "name one")
