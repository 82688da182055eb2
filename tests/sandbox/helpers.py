"""The API as the tests call it: operations by their id, every response checked against the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpx
from jsonschema import Draft202012Validator

from sandbox import API_KEY, APP_KEY, CONTRACT
from sandbox.fill import fill
from tools.contract import JSON, Document, Node, Operation

DOCUMENT = Document.load(CONTRACT)


@dataclass
class Api:
    http: httpx.Client
    document: Document

    @cached_property
    def operations(self) -> dict[str, Operation]:
        return {operation.id: operation for operation in self.document.operations()}

    def success(self, operation_id: str) -> int:
        """The status of an operation's success."""
        return min(map(int, self.operations[operation_id].successes))

    def example(self, node: Node) -> Any:
        """The example of a parameter or a body, or a value made from its schema."""
        schema = node.child("schema")
        found = node.get("example", schema.get("example"))
        return fill(self._whole(schema)) if found is None else found

    def schema(self, name: str) -> Node:
        return self.document.root.child("components", "schemas", name)

    def integrations(self) -> list[str]:
        return self.schema("IntegrationName").listed("enum")

    def keys(self, **changed: str) -> dict[str, str]:
        """The headers of the two keys, with other values for the schemes named."""
        schemes = self.document.plain["components"]["securitySchemes"]
        values = {"apiKeyAuth": API_KEY, "appKeyAuth": APP_KEY} | changed
        return {schemes[scheme]["name"]: value for scheme, value in values.items()}

    def send(
        self,
        operation_id: str,
        *,
        integration: str = "openai",
        account_id: str = "account-abc123",
        headers: dict[str, str] | None = None,
        **content: Any,
    ) -> httpx.Response:
        """Call an operation with both keys, or with these headers in their place."""
        operation = self.operations[operation_id]
        parameters = operation.parameters.values()
        values = {each.name: self.example(each.node) for each in parameters if each.place == "path"}
        values |= {"integration": integration, "account_id": account_id}
        url = operation.path.format(**{name: quote(str(value), safe="") for name, value in values.items()})
        query = {each.name: self.example(each.node) for each in parameters if each.place == "query" and each.required}
        body = operation.node.child("requestBody", "content", JSON)
        if body and not {"json", "content"} & content.keys():
            content["json"] = self.example(body)
        given = self.keys() if headers is None else headers
        options = {"params": query, **content} if query else content
        response = self.http.request(operation.method.upper(), url, headers=given, **options)
        self.check(operation, response)
        return response

    def infer(self, integration: str = "openai", /, **fields: Any) -> dict[str, Any]:
        """Run an inference, with the documented example and these fields."""
        account_id = self.send("list_accounts", integration=integration).json()[0]["id"]
        body = self.request_example() | fields
        response = self.send("run_inference", integration=integration, account_id=account_id, json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def request_example(self) -> dict[str, Any]:
        return dict(self.operations["run_inference"].node.child("requestBody", "content", JSON)["example"])

    def check(self, operation: Operation, response: httpx.Response) -> None:
        """The status is documented, by this operation or another, the body fits its schema, the headers are there."""
        described = (each.responses for each in (operation, *self.operations.values()))
        status = str(response.status_code)
        documented = next(responses[status] for responses in described if status in responses)
        assert response.headers["x-request-id"].startswith("sandbox-")
        assert all(name in response.headers for name in documented.child("headers"))
        if "content" not in documented:
            assert response.content == b""
            return
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in documented["content"]
        if media_type == JSON:
            self.check_schema(documented.child("content", JSON, "schema"), response.json())

    def check_schema(self, schema: Node, value: Any) -> None:
        Draft202012Validator(self._whole(schema)).validate(value)

    def _whole(self, schema: Node) -> dict[str, Any]:
        return {**schema, "components": self.document.plain["components"]}


@contextmanager
def calling(url: str, document: Document = DOCUMENT) -> Iterator[Api]:
    """Give a client of the sandbox."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        yield Api(client, document)


def places(response: httpx.Response) -> set[tuple[str, str]]:
    """Return the places of the faults in a 400, all of which must be complete."""
    assert response.status_code == 400, response.text
    errors = response.json()["errors"]
    for error in errors:
        assert error["detail"]
        assert (error["status"], error["title"]) == ("400", "Bad Request")
        assert len(error["source"]) == 1
    found = [next(iter(error["source"].items())) for error in errors]
    assert len(found) == len(set(found))
    return set(found)


def pointers(response: httpx.Response) -> set[str]:
    """Return the JSON pointers of a 400 with faults in the body only."""
    found = places(response)
    assert {kind for kind, _ in found} == {"pointer"}
    return {place for _, place in found}
