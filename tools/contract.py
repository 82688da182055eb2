"""Reads the contract for the tools, and refuses what the generator would take but the client could not serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# Keywords that every method has, which a field of the same name would collide with.
OPTIONS = frozenset({"extra_body", "extra_headers", "timeout", "max_retries", "deadline", "retry_unsafe", "self"})

# Keywords of JSON Schema that the generator passes over, so that the client would not keep to them.
UNSUPPORTED = frozenset({"patternProperties", "prefixItems", "not", "if", "dependentSchemas", "unevaluatedProperties"})


class ContractError(Exception):
    """The contract is broken; the message names the place."""


@dataclass(frozen=True)
class Contract:
    """The OpenAPI document."""

    path: Path
    document: dict[str, Any]

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read the YAML. Duplicate keys are errors, with line and column."""
        try:
            document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        except (YAMLError, UnicodeDecodeError) as error:
            raise ContractError(f"{path.name}: not YAML: {error}") from None
        if not isinstance(document, dict):
            raise ContractError(f"{path.name}: not an OpenAPI document")
        return cls(path, document)

    def check(self) -> None:
        """Raise for what is not valid OpenAPI, and for what the client's methods cannot express."""
        for place, node in self._nodes(self.document, "#"):
            try:
                self.resolve(node)
            except (KeyError, TypeError, AttributeError):
                raise self._error(place, f"$ref {node['$ref']!r} leads nowhere") from None
        try:
            validate(self.document)
        except OpenAPIValidationError as error:
            place = "/".join(str(part) for part in getattr(error, "absolute_path", ()))
            raise self._error(f"#/{place}", str(getattr(error, "message", error))) from None
        for place, node in self._nodes(self.document.get("components", {}).get("schemas", {}), "#/components/schemas"):
            if UNSUPPORTED & node.keys() and "type" in node:
                raise self._error(
                    place, f"{', '.join(sorted(UNSUPPORTED & node.keys()))}: not supported by the generator"
                )
            if node.get("format") == "binary":
                raise self._error(place, "format binary: files are not supported")
        for place, operation in self.operations():
            if not operation.get("operationId"):
                raise self._error(place, "operationId is missing: it names the method")
            self._check_operation(place, operation)

    def operations(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Place and operation, for each."""
        for path, item in self.document.get("paths", {}).items():
            for method in METHODS:
                if method in item:
                    yield f"#/paths/{path}/{method}", item[method]

    def _check_operation(self, place: str, operation: dict[str, Any]) -> None:
        names: set[str] = set(OPTIONS)
        for parameter in operation.get("parameters", []):
            parameter = self.resolve(parameter)
            if parameter["in"] == "cookie":
                raise self._error(place, f"parameter {parameter['name']!r}: cookies are not supported")
            self._add_name(place, names, parameter["name"])
        if "requestBody" in operation:
            content = self.resolve(operation["requestBody"])["content"]
            if list(content) != ["application/json"]:
                raise self._error(place, f"a request body has to be application/json, not {', '.join(content)}")
            schema = self.resolve(content["application/json"].get("schema", {}))
            if not schema.get("properties"):
                raise self._error(place, "a request body has to be an object with properties, its keywords")
            for name in schema["properties"]:
                self._add_name(place, names, name)
        successes = [status for status in operation["responses"] if str(status).startswith("2")]
        if len(successes) != 1:
            raise self._error(place, f"exactly one 2xx response is supported, not {', '.join(successes) or 'none'}")
        success = self.resolve(operation["responses"][successes[0]])
        if list(success.get("content", {})) != ["application/json"]:
            raise self._error(place, f"response {successes[0]} has to be application/json")

    def _add_name(self, place: str, names: set[str], name: str) -> None:
        if name in names:
            raise self._error(place, f"{name!r} is taken by another parameter, field or keyword of the method")
        names.add(name)

    def resolve(self, node: Any) -> Any:
        """The node, or what its `$ref` leads to."""
        seen: set[str] = set()
        while isinstance(node, dict) and "$ref" in node:
            reference = node["$ref"]
            if reference in seen:
                raise KeyError(reference)
            seen.add(reference)
            node = self.document
            for part in reference.removeprefix("#/").split("/"):
                node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def _nodes(self, node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(node, dict):
            yield place, node
            for key, value in node.items():
                if key not in ("example", "examples"):
                    yield from self._nodes(value, f"{place}/{key}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield from self._nodes(value, f"{place}/{index}")

    def _error(self, place: str, message: str) -> ContractError:
        return ContractError(f"{self.path.name}: {place}: {message}")

    def service_module(self) -> str:
        """The source of `_contract.py`: servers and security, which the generator keeps from its templates."""
        server = self.document["servers"][0]
        site = server["variables"]["site"]
        schemes = self.document["components"]["securitySchemes"]
        facts = {
            "server": server["url"],
            "default_site": site["default"],
            "site_variable": site["x-env-name"],
            "api_key_header": schemes["apiKeyAuth"]["name"],
            "api_key_variable": schemes["apiKeyAuth"]["x-env-name"],
            "app_key_header": schemes["appKeyAuth"]["name"],
            "app_key_variable": schemes["appKeyAuth"]["x-env-name"],
            "bearer_variable": schemes["bearerAuth"]["x-env-name"],
        }
        lines = [f'    {name}="{value}",' for name, value in facts.items()]
        return (
            '"""What the contract says of servers and security."""\n\n'
            "from ._runtime.values.credentials import Service\n\n"
            "SERVICE = Service(\n" + "\n".join(lines) + "\n)\n"
        )
