"""What is printed of an operation: its module, and a method on each client."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from .annotations import ABC, Annotations
from .bodies import Body
from .decoders import Decoders
from .documentation import docstring, entry, wrapped
from .models import Field
from .operations import Operation, Success
from .parameters import Parameter
from .scope import Scope
from .values import Nullable, Scalar, Value

RUNTIME = "..._runtime"
_OPTIONS = {
    "extra_headers": "Additional headers to send.",
    "timeout": "Seconds for each phase of a request, an `httpx.Timeout`, or None. Defaults to the client's.",
    "max_retries": "Maximum number of times the request is sent again. Defaults to the client's.",
    "deadline": "Seconds for the call, including all attempts and waits, or None. Defaults to the client's.",
    "retry_unsafe": "Whether to retry a request that may already have been processed. Defaults to the client's.",
    "strict_responses": "Whether to reject a response that does not match the contract. Defaults to the client's.",
}
_DOCUMENT = "In Python also as a mapping or, with the extra `[pydantic]`, as a type."


class OperationModule:
    """The module of an operation, which states it for the runtime. modules: those of the schemas."""

    def __init__(self, operation: Operation, module: str, modules: Mapping[str, str]) -> None:
        self._operation = operation
        self.module = module
        self._scope = Scope()
        self._decoders = Decoders(self._scope, RUNTIME)
        self.name = operation.name
        self.documentation = docstring(f"The `{operation.name}` operation: {operation.method} {operation.path}.")
        self.returns = returns(operation, self._scope)
        self.arguments = [
            f"name={operation.name!r}",
            f"method={operation.method!r}",
            f"path={operation.path!r}",
            *self._parameters(),
            *self._body(),
            *self._responses(),
            *([f"provider_error={operation.provider_error!r}"] if operation.provider_error else []),
            *(["deprecated=True"] if operation.is_deprecated else []),
            *self._pagination(),
        ]
        self.operation = self._scope.name(f"{RUNTIME}.calls.operation", "Operation")
        self.imports = sorted({*self._scope.imports, *self._scope.classes("...models.", modules)})

    def _parameters(self) -> list[str]:
        if not self._operation.parameters:
            return []
        kind = self._scope.name(f"{RUNTIME}.calls.parameters", "Parameter")
        each = [f"{kind}({', '.join(self._parameter(parameter))})" for parameter in self._operation.parameters]
        return [f"parameters=({', '.join(each)},)"]

    def _parameter(self, parameter: Parameter) -> list[str]:
        usual = "form" if parameter.where == "query" else "simple"
        arguments = [repr(parameter.key), repr(parameter.where), self._decoders.of(parameter.value)]
        arguments += [f"python_name={parameter.name!r}"] if parameter.name != parameter.key else []
        arguments += ["required=True"] if parameter.required and parameter.where != "path" else []
        arguments += [f"style={parameter.style!r}"] if parameter.style != usual else []
        if parameter.explode != (parameter.style == "form"):
            arguments.append(f"explode={parameter.explode}")
        arguments += ["allow_reserved=True"] if parameter.allow_reserved else []
        arguments += [f"content_type={parameter.content_type!r}"] if parameter.content_type else []
        return [*arguments, "deprecated=True"] if parameter.deprecated else arguments

    def _body(self) -> list[str]:
        body = self._operation.body
        if body is None:
            return []
        decoders = Decoders(self._scope, RUNTIME, files=body.takes_files)
        kind = self._scope.name(f"{RUNTIME}.calls.bodies", "RequestBody")
        arguments = [repr(body.content_type), decoders.of(body.value)]
        arguments += [] if body.required else ["required=False"]
        arguments += ["is_argument=True"] if body.fields is None else []
        arguments += [f"content_types={dict(body.content_types)!r}"] if body.content_types else []
        deprecated = {each.key: each.name for each in body.fields or () if each.schema.get("deprecated")}
        arguments += [f"deprecated={deprecated!r}"] if deprecated else []
        return [f"body={kind}({', '.join(arguments)})"]

    def _responses(self) -> list[str]:
        kind = self._scope.name(f"{RUNTIME}.calls.responses", "ResponseBody")
        each = [f"{kind}({', '.join(self._response(success))})" for success in self._operation.successes]
        return [f"responses=({', '.join(each)},)"]

    def _response(self, success: Success) -> list[str]:
        arguments = [repr(success.status)]
        arguments += [repr(success.content_type)] if success.content_type else []
        return [*arguments, self._decoders.of(success.value)] if success.value is not None else arguments

    def _pagination(self) -> list[str]:
        pages = self._operation.pagination
        if pages is None:
            return []
        kind = self._scope.name(f"{RUNTIME}.calls.pagination", "Pagination")
        return [f"pagination={kind}({', '.join(f'{name}={value!r}' for name, value in pages.arguments.items())})"]


class Method:
    """The method of an operation, on both clients."""

    def __init__(self, operation: Operation, tag: str, module: str, scope: Scope) -> None:
        self._operation = operation
        self._annotations = Annotations(scope, taken=True, files=".types")
        self._in_json = Annotations(scope, taken=True)
        self._scope = scope
        self.name = operation.name
        self.tag = tag
        self.operation = f"_{tag}.{module}.OPERATION"
        self.returns = returns(operation, scope)
        self.arguments = self._arguments()
        self.is_paginated = operation.pagination is not None
        if operation.pagination is not None:
            self.item = Annotations(scope, taken=False).of(operation.pagination.item)

    def _arguments(self) -> list[str]:
        operation, body = self._operation, self._operation.body
        first = [self._argument(each.name, each.value) for each in operation.parameters if each.where == "path"]
        given: list[tuple[bool, str, Value, Body | None]] = []
        if body is not None and body.fields is None:
            given.append((body.required, "body", body.value, body))
        elif body is not None:
            given += [(each.required and body.required, each.name, each.value, body) for each in body.fields or ()]
        given += [(each.required, each.name, each.value, None) for each in operation.parameters if each.where != "path"]
        required = [self._argument(name, value, of) for is_required, name, value, of in given if is_required]
        optional = [self._optional(name, value, of) for is_required, name, value, of in given if not is_required]
        if self.has_extra_body:
            mapping = self._scope.name(ABC, "Mapping")
            any_ = self._scope.name("typing", "Any")
            optional.append(f"extra_body: {mapping}[{self._scope.builtin('str')}, {any_}] | None = None")
        return [*first, "*", *required, *optional, *self._options()]

    @property
    def has_extra_body(self) -> bool:
        """Whether the body is an object, which may have further properties."""
        return self._operation.body is not None and self._operation.body.fields is not None

    def _argument(self, name: str, value: Value, body: Body | None = None) -> str:
        annotations = self._annotations if body is not None and body.takes_files else self._in_json
        return f"{name}: {annotations.of(value)}"

    def _optional(self, name: str, value: Value, body: Body | None) -> str:
        return f"{self._argument(name, value, body)} | Unset = UNSET"

    def _options(self) -> list[str]:
        mapping, builtin = self._scope.name(ABC, "Mapping"), self._scope.builtin
        integer, boolean, number, text = builtin("int"), builtin("bool"), builtin("float"), builtin("str")
        return [
            f"extra_headers: {mapping}[{text}, {text}] | None = None",
            "timeout: TimeoutTypes | Unset = UNSET",
            f"max_retries: {integer} | Unset = UNSET",
            f"deadline: {number} | None | Unset = UNSET",
            f"retry_unsafe: {boolean} | Unset = UNSET",
            f"strict_responses: {boolean} | Unset = UNSET",
        ]

    @cached_property
    def call(self) -> list[str]:
        """The arguments of `prepare`: parameters, body, and what is added to both."""
        operation, body = self._operation, self._operation.body
        found = ["{" + ", ".join(f"{each.name!r}: {each.name}" for each in operation.parameters) + "}"]
        if body is not None and body.fields is not None:
            found.append("{" + ", ".join(f"{each.key!r}: {each.name}" for each in body.fields) + "}")
            found.append("extra_body=extra_body")
        elif body is not None:
            found.append("body")
        return [*found, "extra_headers=extra_headers"]

    @cached_property
    def documentation(self) -> str:
        """The docstring."""
        return docstring("\n".join(self._documentation("")), 8)

    @cached_property
    def iteration(self) -> str:
        """The docstring of the method that goes through all pages."""
        first = f"Iterate over the results of `{self.name}`, page by page."
        return docstring("\n".join(self._documentation(first)), 8)

    def _documentation(self, first: str) -> list[str]:
        operation, node = self._operation, self._operation.node
        lines = [first or node.get("summary") or f"{operation.method} {operation.path}."]
        if operation.is_deprecated:
            sunset = f" It will be removed on {node['x-sunset']}." if "x-sunset" in node else ""
            lines += ["", f"Deprecated.{sunset}"]
        if node.get("description"):
            lines += ["", *wrapped(node["description"], 106)]
        lines += ["", f"Source: `{operation.method} {operation.path}`.", "", "Args:"]
        lines += [entry(each.name, each.documentation) for each in operation.parameters if each.where == "path"]
        if operation.body is not None and operation.body.fields is not None:
            lines += [entry(each.name, _taken(each)) for each in operation.body.fields]
        elif operation.body is not None:
            lines += [entry("body", operation.body.documentation)]
        lines += [entry(each.name, each.documentation) for each in operation.parameters if each.where != "path"]
        if self.has_extra_body:
            lines += [entry("extra_body", "Body properties that the contract does not know yet.")]
        lines += [entry(name, text) for name, text in _OPTIONS.items()]
        documented = f" (documented: {', '.join(operation.errors)})" if operation.errors else ""
        lines += ["", "Raises:"]
        lines += [entry("RequestValidationError", "An argument does not match the contract; nothing was sent.")]
        lines += [entry("APIStatusError", f"Datadog responded with an error{documented}.")]
        lines += [entry("APIConnectionError", "There was no usable response.")]
        lines += [entry("ResponseValidationError", "The response does not match the contract.")]
        if operation.provider_error is not None:
            lines += [entry("ProviderError", "The LLM provider refused or failed.")]
        return lines


def _taken(field: Field) -> str:
    """What is said of a field, and of what else may be given for it."""
    value = field.value.value if isinstance(field.value, Nullable) else field.value
    return f"{field.documentation} {_DOCUMENT}".strip() if value == Scalar("json") else field.documentation


def returns(operation: Operation, scope: Scope) -> str:
    """The type of what a method returns: of all of its successes."""
    annotations = Annotations(scope, taken=False)
    found: dict[str, None] = {}
    for success in operation.successes:
        if success.value is not None:
            found[annotations.of(success.value)] = None
        elif success.content_type is None:
            found["None"] = None
        else:
            found[scope.builtin("str" if success.content_type.startswith("text/") else "bytes")] = None
    return " | ".join(sorted(found, key="None".__eq__))
