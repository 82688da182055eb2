import json
import re
from typing import Any

import httpx
import pytest

from tools.contract import JSON, METHODS

from .helpers import Api, places, pointers

CLOCK = {"type": "function", "function": {"name": "clock", "parameters": {}}}
PARAMETERS = "/tools/1/function/parameters"


def test_every_fault_of_a_body_is_told_at_its_place(api: Api) -> None:
    body = {
        "model_id": 5,
        "messages": [{"role": 3, "contents": [{"value": {"tool_call": {"arguments": []}}}]}, "text"],
        "max_tokens": 1.5,
        "top_k": 2**63,
        "json_schema": {},
        "tools": [{}, {"type": "function", "function": {"parameters": {}}}],
        "anthropic_metadata": {"effort": "extreme", "thinking": {"budget_tokens": "all"}},
        "vertex_ai_metadata": {"project_ids": ["one", 2]},
    }
    assert pointers(api.send("run_inference", json=body)) == {
        "/model_id",
        "/messages/0/role",
        "/messages/0/contents/0/type",
        "/messages/0/contents/0/value/tool_call/arguments",
        "/messages/1",
        "/max_tokens",
        "/top_k",
        "/json_schema",
        "/tools/0/type",
        "/tools/0/function",
        "/tools/1/function/name",
        "/anthropic_metadata/effort",
        "/anthropic_metadata/thinking/type",
        "/anthropic_metadata/thinking/budget_tokens",
        "/vertex_ai_metadata/project_ids/1",
    }


def test_every_required_field_is_missed(api: Api) -> None:
    required = api.schema("InferenceRequest")["required"]
    assert pointers(api.send("run_inference", json={})) == {f"/{name}" for name in required}


def test_null_is_taken_exactly_where_the_contract_says(api: Api) -> None:
    properties = api.schema("InferenceRequest")["properties"]
    nullable = {
        name
        for name, schema in properties.items()
        if "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ())
    }
    nulls = dict.fromkeys(nullable)
    answer = api.infer(**nulls)
    assert answer | nulls == answer
    others = properties.keys() - nullable
    assert pointers(api.send("run_inference", json=dict.fromkeys(others))) == {f"/{name}" for name in others}


def test_faults_of_path_and_body_come_together(api: Api) -> None:
    for name in ("account_id", "integration"):
        unknown: dict[str, Any] = {name: "unknown"}
        response = api.send("run_inference", json={"messages": [{}]}, **unknown)
        assert places(response) == {("parameter", name), ("pointer", "/model_id")}


def test_an_unknown_integration_is_a_400(api: Api) -> None:
    for operation_id, operation in api.operations.items():
        if "integration" in operation.names and "400" in operation.responses:
            assert places(api.send(operation_id, integration="unknown")) == {("parameter", "integration")}


@pytest.mark.parametrize("account_id", ["unknown", "a/b", "a b", "a?b=c#d", "ä,%2F", "..."])
def test_an_unknown_account_is_a_400_whatever_its_characters(api: Api, account_id: str) -> None:
    assert places(api.send("run_inference", account_id=account_id)) == {("parameter", "account_id")}


def test_an_account_of_another_integration_is_unknown(api: Api) -> None:
    first, second, *_ = api.integrations()
    account_id = api.send("list_accounts", integration=first).json()[0]["id"]
    response = api.send("run_inference", integration=second, account_id=account_id)
    assert places(response) == {("parameter", "account_id")}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{} {}",
        b'{"model_id": "\xe9"}',
        b'{"temperature": NaN}',
        b'{"temperature": 1e999}',
        b'{"model_id": "\\ud800"}',
        b"[" * 100_000,
        b'{"messages": ' + b"[" * 100 + b"]" * 100 + b"}",
        b"[]",
        b"null",
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_body_that_is_no_json_object_is_a_400(api: Api, content: bytes) -> None:
    headers = api.keys() | {"Content-Type": JSON}
    assert pointers(api.send("run_inference", headers=headers, content=content)) == {""}


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        *((wrong, 400) for wrong in ("text/plain", "application", "", ";", None)),
        *((right, 200) for right in (f"{JSON}; charset=utf-8", f"{JSON};", f"{JSON}; odd", JSON.upper())),
    ],
)
def test_content_types(api: Api, content_type: str | None, status: int) -> None:
    headers = api.keys() | ({} if content_type is None else {"Content-Type": content_type})
    response = api.send("run_inference", headers=headers, content=json.dumps(api.request_example()).encode())
    assert response.status_code == status
    if status == 400:
        assert places(response) == {("header", "Content-Type")}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        *(
            ({"json_schema": text}, "/json_schema")
            for text in (
                "",
                "NaN",
                "[" * 1_000,
                "false",
                '{"type": "text"}',
                '{"$ref": "#"}',
                '{"$ref": "#/$defs/missing"}',
                '{"$ref": "#/odd", "odd": {"enum": 5}}',
                '{"type": "integer", "minimum": 2, "maximum": 1}',
            )
        ),
        *(
            ({"tools": [CLOCK, {"type": "function", "function": {"name": "t", "parameters": parameters}}]}, PARAMETERS)
            for parameters in ({"type": "text"}, {"type": "array"}, {"properties": {"a": 5}})
        ),
        (
            {"anthropic_metadata": {"thinking": {"type": "enabled"}}},
            "/anthropic_metadata/thinking/budget_tokens",
        ),
        ({"messages": []}, "/messages"),
    ],
)
def test_what_no_answer_fits_is_a_400(api: Api, fields: dict[str, Any], pointer: str) -> None:
    assert pointers(api.send("run_inference", json=api.request_example() | fields)) == {pointer}


def listed(api: Api, response: httpx.Response) -> list[Any]:
    api.check_schema(api.schema("ErrorResponse"), response.json())
    assert response.headers["x-request-id"]
    errors: list[Any] = response.json()["errors"]
    return errors


@pytest.mark.parametrize("path", ["/", "//[/accounts", "/api/v2/llm-obs/v1/integrations/openai/accounts/"])
def test_an_unknown_path_is_a_404(api: Api, path: str) -> None:
    response = api.http.send(httpx.Request("GET", api.http.base_url.copy_with(raw_path=path.encode())))
    assert response.status_code == 404
    assert listed(api, response)[0]["status"] == "404"


def test_a_wrong_method_is_a_405_that_names_the_right_ones(api: Api) -> None:
    for path, item in api.document.plain["paths"].items():
        known = [method.upper() for method in item if method in METHODS]
        for wrong in {"GET", "HEAD", "POST", "DELETE", "OPTIONS"} - set(known):
            response = api.http.request(wrong, re.sub("{[^}]*}", "any", path))
            assert response.status_code == 405
            assert sorted(response.headers["allow"].split(", ")) == sorted(known)
            if wrong != "HEAD":
                assert listed(api, response)[0]["status"] == "405"
