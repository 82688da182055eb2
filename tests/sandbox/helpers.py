"""The API as the tests call it: operations by their id, every answer checked against the contract."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpx
from jsonschema import Draft202012Validator

from sandbox import API_KEY, APP_KEY
from sandbox.fill import fill
from tools.contract import lookup

JSON = "application/json"


@dataclass
class Api:
    http: httpx.Client
    document: dict[str, Any]

    def operation(self, operation_id: str) -> tuple[str, str, dict[str, Any]]:
        """The method, path and description of an operation."""
        return self._operations[operation_id]

    @cached_property
    def _operations(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        return {
            node["operationId"]: (method, path, node)
            for path, item in self.document["paths"].items()
            for method, node in item.items()
            if isinstance(node, dict) and "operationId" in node
        }

    def operation_ids(self) -> list[str]:
        return list(self._operations)

    def success(self, operation_id: str) -> int:
        """The status of an operation's success."""
        _, _, node = self.operation(operation_id)
        return min(int(status) for status in node["responses"] if status.startswith("2"))

    def example(self, node: dict[str, Any]) -> Any:
        """The example of a parameter or a body, or a value made from its schema."""
        schema = self.resolve(node.get("schema", {}))
        found = node.get("example", schema.get("example"))
        return fill({**schema, "components": self.document["components"]}) if found is None else found

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = lookup(self.document, node["$ref"])
        return node

    def schema(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.document["components"]["schemas"][name]
        return found

    def integrations(self) -> list[str]:
        return list(self.schema("IntegrationName")["enum"])

    def keys(self, **changed: str) -> dict[str, str]:
        """The headers of the two keys, with other values for the schemes named."""
        schemes = self.document["components"]["securitySchemes"]
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
        method, path, node = self.operation(operation_id)
        parameters = [self.resolve(each) for each in node.get("parameters", ())]
        values = {each["name"]: self.example(each) for each in parameters if each["in"] == "path"}
        values |= {"integration": integration, "account_id": account_id}
        url = path.format(**{name: quote(str(value), safe="") for name, value in values.items()})
        query = {
            each["name"]: self.example(each) for each in parameters if each["in"] == "query" and each.get("required")
        }
        if query and "params" not in content:
            content["params"] = query
        if "requestBody" in node and not {"json", "content"} & content.keys():
            content["json"] = self.example(self.resolve(node["requestBody"])["content"][JSON])
        given = self.keys() if headers is None else headers
        response = self.http.request(method.upper(), url, headers=given, **content)
        self.check(operation_id, response)
        return response

    def infer(self, integration: str = "openai", /, **fields: Any) -> dict[str, Any]:
        """The 200 of an inference, of the documented example with these fields in addition."""
        account_id = self.send("list_accounts", integration=integration).json()[0]["id"]
        body = self.request_example() | fields
        response = self.send("run_inference", integration=integration, account_id=account_id, json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def request_example(self) -> dict[str, Any]:
        _, _, node = self.operation("run_inference")
        example: dict[str, Any] = node["requestBody"]["content"][JSON]["example"]
        return dict(example)

    def check(self, operation_id: str, response: httpx.Response) -> None:
        """The status is documented, the body fits its schema, the headers are there."""
        documented = self.documented(operation_id, str(response.status_code))
        assert response.headers["x-request-id"].startswith("sandbox-")
        assert all(name in response.headers for name in documented.get("headers", {}))
        if "content" not in documented:
            assert response.content == b""
            return
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in documented["content"]
        if media_type != JSON:
            return
        self.check_schema(documented["content"][JSON]["schema"], response.json())

    def documented(self, operation_id: str, status: str) -> dict[str, Any]:
        """What an operation says of a status; of one that it is silent of, what another says."""
        said = [node["responses"] for _, _, node in (self.operation(operation_id), *self._operations.values())]
        return self.resolve(next(responses[status] for responses in said if status in responses))

    def documents(self, operation_id: str, status: str) -> bool:
        """Whether an operation says anything of a status."""
        return status in self.operation(operation_id)[2]["responses"]

    def check_schema(self, schema: dict[str, Any], value: Any) -> None:
        Draft202012Validator({**schema, "components": self.document["components"]}).validate(value)


def places(response: httpx.Response) -> set[tuple[str, str]]:
    """Where the faults of a 400 are, after a check that every one of them is complete."""
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
    """The JSON pointers of a 400 that has faults in the body only."""
    found = places(response)
    assert {kind for kind, _ in found} == {"pointer"}
    return {place for _, place in found}
