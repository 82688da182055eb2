"""The contract: what the API is, and whether a request is what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal, Self, cast
from urllib.parse import unquote

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.unmarshalling.request.unmarshallers import V31RequestSecurityUnmarshaller
from openapi_core.validation.request.exceptions import ParameterValidationError, RequestBodyValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from ruamel.yaml import YAML
from starlette.datastructures import Headers
from starlette.requests import Request

from tools.project import ROOT

from .document import MalformedDocument, lookup, parse
from .faults import Fault, from_schema_error
from .fill import fill

CONTRACT = ROOT / "openapi" / "llm-obs-integrations.yaml"

_JSON = "application/json"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """One operation of the contract. `node` is its part of the document."""

    id: str
    method: str
    path: str
    node: dict[str, Any]

    @property
    def success(self) -> HTTPStatus:
        """The status of its documented success."""
        return HTTPStatus(min(int(status) for status in self.node["responses"] if status.startswith("2")))


@dataclass
class Call:
    """A request of an operation, in the form that openapi-core takes it (its `Request` protocol)."""

    operation: Operation
    parameters: RequestParameters
    body: bytes
    host_url: str = field(default="", init=False)

    @classmethod
    async def of(cls, operation: Operation, request: Request) -> Self:
        """The call that a request makes, whose path parameters are still quoted."""
        parameters = RequestParameters(
            # A header that is sent empty counts as not sent.
            header=Headers(raw=[(name, value) for name, value in request.headers.raw if value]),
            query=request.query_params,
            cookie=request.cookies,
            path={name: unquote(value) for name, value in request.path_params.items()},
        )
        return cls(operation, parameters, await request.body())

    @property
    def path(self) -> str:
        """The path as it stands in the contract: Starlette has done the routing."""
        return self.operation.path

    @property
    def method(self) -> str:
        """The method, in small letters."""
        return self.operation.method

    @property
    def content_type(self) -> str:
        """The content type without its parameters: openapi-core raises on those that lack a `=`."""
        given = self.parameters.header.get("content-type") or "application/octet-stream"
        return cast(str, given).partition(";")[0].strip().lower()


class Contract:
    """The contract in a YAML file."""

    def __init__(self, path: Path = CONTRACT) -> None:
        self.document: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
        self.operations = [
            Operation(node["operationId"], method, path, node)
            for path, item in self.document["paths"].items()
            for method, node in item.items()
            if method in _METHODS
        ]
        self._openapi = OpenAPI.from_dict(
            # openapi-core refuses a request to a server that the contract does not name, and loopback is none.
            self.document | {"servers": [{"url": "/"}]},
            config=Config(
                extra_media_type_deserializers={_JSON: lambda raw, **_: parse(raw)},
                request_unmarshaller_cls=V31RequestSecurityUnmarshaller,
            ),
        )

    def credentials(self, call: Call) -> Mapping[str, str] | None:
        """The values given for the first security requirement that is met, by scheme. None if none is met."""
        if call.operation.node.get("security", self.document.get("security")) in (None, []):
            # openapi-core finds no requirement met where there is none.
            return {}
        return self._openapi.unmarshal_request(call).security

    def credential_headers(self, operation: Operation) -> list[dict[str, str]]:
        """The header of each scheme, for each security requirement of an operation."""
        schemes = self.document["components"]["securitySchemes"]
        requirements = operation.node.get("security", self.document.get("security", []))
        return [
            {name: schemes[name].get("name", "Authorization") for name in requirement} for requirement in requirements
        ]

    def faults(self, call: Call) -> list[Fault]:
        """Everything in a request that is not as the contract says, credentials aside."""
        found: dict[Fault, None] = {}
        for error in self._openapi.iter_request_errors(call):
            found.update(dict.fromkeys(self._faults(call, error)))
        return list(found)

    def _faults(self, call: Call, error: Exception) -> list[Fault]:
        cause = error.__cause__
        inner: list[Fault] = []
        if isinstance(cause, InvalidSchemaValue):
            inner = [fault for part in cause.schema_errors for fault in from_schema_error(part)]
        match error:
            case ParameterValidationError(name=name, location=location):
                kind: Literal["header", "parameter"] = "header" if location == "header" else "parameter"
                return [Fault(fault.detail, kind, name) for fault in inner] or [Fault(str(error), kind, name)]
            case RequestBodyValidationError() if inner:
                return inner
            case RequestBodyValidationError() if isinstance(cause, MediaTypeNotFound):
                accepted = " or ".join(call.operation.node["requestBody"]["content"])
                return [Fault(f"must be {accepted}", "header", "Content-Type")]
            case RequestBodyValidationError():
                try:
                    parse(call.body)
                except MalformedDocument as malformed:
                    return [Fault(f"the body {malformed}" if call.body else "the body is missing", "pointer", "")]
        raise error

    def known_fields(self, operation: Operation, body: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a request body that the contract names."""
        schema = self._resolve(self._resolve(operation.node["requestBody"])["content"][_JSON]["schema"])
        return {name: value for name, value in body.items() if name in schema["properties"]}

    def parameter_values(self, name: str) -> list[str]:
        """The values that the contract lists for a shared parameter."""
        return list(self._resolve(self.document["components"]["parameters"][name]["schema"])["enum"])

    def response(self, operation: Operation, status: int) -> dict[str, Any] | None:
        """What the contract says about an answer of this status, if it says anything."""
        documented = operation.node["responses"].get(str(status))
        return documented and self._resolve(documented)

    def example(self, documented: Mapping[str, Any]) -> Any:
        """The example of a documented request body or response, or one made from its schema."""
        content = documented["content"][_JSON]
        if "example" in content:
            return content["example"]
        for example in content.get("examples", {}).values():
            return self._resolve(example)["value"]
        return fill({**content["schema"], "components": self.document["components"]})

    def example_path(self, operation: Operation) -> str:
        """The path of an operation with the examples of its parameters."""
        shared = map(self._resolve, operation.node.get("parameters", ()))
        return operation.path.format(**{parameter["name"]: parameter.get("example") for parameter in shared})

    def headers(self, documented: Mapping[str, Any]) -> dict[str, str]:
        """The documented headers of a response, with their examples as values."""
        return {
            name: str(self._resolve(header)["schema"]["example"])
            for name, header in documented.get("headers", {}).items()
        }

    def _resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = lookup(self.document, node["$ref"])
        return node
