"""The contract, and the validation of requests against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal, Self, cast
from urllib.parse import unquote, urlencode

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.unmarshalling.request.unmarshallers import V31RequestSecurityUnmarshaller
from openapi_core.validation.request.exceptions import ParameterValidationError, RequestBodyValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from starlette.datastructures import Headers
from starlette.requests import Request

from tools import project
from tools.contract import JSON, Document, Node, Operation

from .document import MalformedDocument, parse
from .faults import Fault, from_schema_error
from .fill import fill

CONTRACT = project.ROOT / project.CONTRACT


@dataclass
class Call:
    """A request for an operation, in the form of openapi-core's `Request` protocol."""

    operation: Operation
    parameters: RequestParameters
    body: bytes
    host_url: str = field(default="", init=False)

    @classmethod
    async def of(cls, operation: Operation, request: Request) -> Self:
        """Create a call from a request, whose path parameters are still percent-encoded."""
        parameters = RequestParameters(
            # An empty header counts as absent.
            header=Headers(raw=[(name, value) for name, value in request.headers.raw if value]),
            query=request.query_params,
            cookie=request.cookies,
            path=dict(zip(operation.names, map(unquote, request.path_params.values()), strict=True)),
        )
        return cls(operation, parameters, await request.body())

    @property
    def path(self) -> str:
        """The path template in the contract. Starlette has done the routing."""
        return self.operation.path

    @property
    def method(self) -> str:
        """The method, in lowercase."""
        return self.operation.method

    @property
    def content_type(self) -> str:
        """The content type without parameters, as openapi-core raises on those without a `=`."""
        given = self.parameters.header.get("content-type") or "application/octet-stream"
        return cast(str, given).partition(";")[0].strip().lower()


class Contract:
    """The contract in a YAML file."""

    def __init__(self, path: Path = CONTRACT) -> None:
        self._document = Document.load(path)
        self.operations = self._document.operations()
        self._openapi = OpenAPI.from_dict(
            # openapi-core rejects requests to servers that are not in the contract, such as loopback.
            self._document.plain | {"servers": [{"url": "/"}]},
            config=Config(
                extra_media_type_deserializers={JSON: lambda raw, **_: parse(raw)},
                request_unmarshaller_cls=V31RequestSecurityUnmarshaller,
            ),
        )

    def credentials(self, call: Call) -> Mapping[str, str] | None:
        """Return the values of the first security requirement that is met, by scheme. None if none is."""
        if not self._security(call.operation):
            # Without requirements, openapi-core considers none of them met.
            return {}
        return self._openapi.unmarshal_request(call).security

    def credential_headers(self, operation: Operation) -> list[dict[str, str]]:
        """Return the header of each scheme, for each security requirement of an operation."""
        schemes = self._document.root.child("components", "securitySchemes").children()
        return [
            {name: schemes[name].get("name", "Authorization") for name in requirement}
            for requirement in self._security(operation)
        ]

    def _security(self, operation: Operation) -> list[Node]:
        owner = operation.node if "security" in operation.node else self._document.root
        return owner.members("security")

    def faults(self, call: Call) -> list[Fault]:
        """Return every fault of a request, apart from its credentials."""
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
                accepted = " or ".join(call.operation.node.child("requestBody", "content"))
                return [Fault(f"must be {accepted}", "header", "Content-Type")]
            case RequestBodyValidationError():
                try:
                    parse(call.body)
                except MalformedDocument as malformed:
                    return [Fault(f"the body {malformed}" if call.body else "the body is missing", "pointer", "")]
        raise error

    def known_fields(self, operation: Operation, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the names of the fields of a request body in the contract."""
        known = operation.node.child("requestBody", "content", JSON, "schema", "properties")
        return {name: value for name, value in body.items() if name in known}

    def parameter_values(self, name: str) -> list[str]:
        """Return the values that the contract lists for a shared parameter."""
        return self._document.root.child("components", "parameters", name, "schema").listed("enum")

    def success(self, operation: Operation) -> HTTPStatus:
        """Return the status of the documented success, or 200 for a range."""
        return HTTPStatus(min((int(status) for status in operation.successes if status.isdecimal()), default=200))

    def response(self, operation: Operation, status: int) -> Node | None:
        """Return the contract's response for a status, if there is one."""
        return operation.responses.get(str(status)) or operation.responses.get(f"{status // 100}XX")

    def example(self, documented: Node) -> tuple[str, Any] | None:
        """Return the media type and example of a documented body, or a value made from its schema. None without one."""
        content = documented.child("content").children()
        if not content:
            return None
        media_type = JSON if JSON in content else next(iter(content))
        return media_type, self._example(content[media_type])

    def example_path(self, operation: Operation) -> str:
        """Return the path of an operation, with examples of its parameters and required query parameters."""
        parameters = operation.parameters.values()
        path = {each.name: self._example(each.node) for each in parameters if each.place == "path"}
        query = [
            (each.name, self._example(each.node)) for each in parameters if each.place == "query" and each.required
        ]
        return operation.path.format(**path) + (f"?{urlencode(query, doseq=True)}" if query else "")

    def example_body(self, operation: Operation) -> tuple[str, Any] | None:
        """Return the media type and example of a request body, or None if there is none."""
        return self.example(operation.node.child("requestBody"))

    def headers(self, documented: Node) -> dict[str, str]:
        """Return the documented headers of a response, with examples as values."""
        headers = documented.child("headers").children()
        return {name: str(self._example(header)) for name, header in headers.items()}

    def _example(self, node: Node) -> Any:
        """Return the example of a media type, parameter or header, or a value made from its schema."""
        if "example" in node:
            return node["example"]
        for example in node.child("examples").children().values():
            return example["value"]
        schema = node.child("schema")
        return schema["example"] if "example" in schema else fill(self._whole(schema))

    def _whole(self, schema: Node) -> dict[str, Any]:
        return {**schema, "components": self._document.plain["components"]}
