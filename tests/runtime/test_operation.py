import datetime
import json
from typing import Any

import pytest
from datadog_llm_client import UNSET, RequestValidationError
from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.calls.operation import Operation, checked_headers
from datadog_llm_client._runtime.calls.parameters import Parameter
from datadog_llm_client._runtime.calls.responses import ResponseBody
from datadog_llm_client._runtime.values.decoding import array, integer, string
from datadog_llm_client.api.integrations import run_inference
from datadog_llm_client.models import Message, Tool, VertexAIMetadata

READ: Operation[Any] = Operation(
    "read",
    "GET",
    "/things/{thing-id}/parts",
    parameters=(
        Parameter("thing-id", "path", string, python_name="thing_id"),
        Parameter("page[size]", "query", integer, python_name="page_size"),
        Parameter("tags", "query", array(string), required=True),
        Parameter("X-Count", "header", integer, python_name="x_count"),
    ),
    responses=(ResponseBody(200, "application/json"), ResponseBody(202, "text/csv"), ResponseBody(204)),
)
ASK = run_inference.OPERATION
TARGET = {"integration": "openai", "account_id": "account-1"}
HELLO = {"role": "user", "content": "Hello?"}
BODY: dict[str, Any] = {"model_id": "gpt-4o", "messages": [HELLO]}
OWN_HEADERS = ("Content-Length", "transfer-encoding", "Host", "content-type", "Accept-Encoding", "Connection")


@pytest.mark.parametrize(
    ("method", "safe"),
    [("GET", True), ("HEAD", True), ("OPTIONS", True), ("POST", False), ("PUT", False), ("DELETE", False)],
)
def test_safe_methods(method: str, safe: bool) -> None:
    assert Operation("any", method, "/").is_safe is safe


def test_a_body_is_compact_json_in_utf8() -> None:
    prepared = ASK.prepare(TARGET, {**BODY, "model_id": "gpt-ö"})
    expected = '{"model_id":"gpt-ö","messages":[{"role":"user","content":"Hello?"}]}'
    assert prepared.content == expected.encode()
    assert dict(prepared.headers) == {
        "accept": "application/json",
        "content-type": "application/json",
        "content-length": str(len(expected.encode())),
    }


def test_extra_body_joins_the_body_and_has_the_last_word() -> None:
    extra = {"seed": 7, "model_id": "another", "more": Message(role="user")}
    content = ASK.prepare(TARGET, BODY, extra_body=extra).content
    assert isinstance(content, bytes)
    assert json.loads(content) == {**BODY, "seed": 7, "model_id": "another", "more": {"role": "user"}}


@pytest.mark.parametrize("name", ["Accept", "accept", "ACCEPT"])
def test_an_extra_header_replaces_ours_by_any_case(name: str) -> None:
    prepared = ASK.prepare(TARGET, BODY, extra_headers={name: "application/vnd.api+json", "X-New": "1"})
    assert dict(prepared.headers) == {
        "accept": "application/vnd.api+json",
        "content-type": "application/json",
        "content-length": "69",
        "x-new": "1",
    }


class OwnMessage(Message):
    """A model that a caller derives."""


def test_subclasses_of_models_are_accepted() -> None:
    content = ASK.prepare(TARGET, {**BODY, "messages": [OwnMessage(role="user", content="Hello?")]}).content
    assert isinstance(content, bytes)
    assert json.loads(content) == BODY


THINKING = {"type": "enabled", "budget_tokens": "many"}
TOOL = Tool.from_dict({"type": "function", "function": {"name": "f", "parameters": {}}})
TOOL.function.parameters = {"limit": float("nan")}


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for _ in range(depth):
        value = [value]
    return value


CYCLE: list[Any] = []
CYCLE.append(CYCLE)


@pytest.mark.parametrize(
    ("body", "extra", "message"),
    [
        ({"model_id": UNSET}, None, "model_id: expected a required property, found nothing"),
        ({"model_id": None}, None, "model_id: expected a string, found null"),
        ({"tools": None}, None, "tools: expected an array, found null"),
        ({"messages": []}, None, "messages: expected at least 1 item(s), found 0"),
        ({"messages": [HELLO, None]}, None, "messages[1]: expected an object, found null"),
        ({"messages": [{"role": None}]}, None, "messages[0].role: expected a string, found null"),
        ({"messages": [Message(role=5)]}, None, "messages[0].role: expected a string, found an integer"),  # type: ignore[arg-type]
        (
            {"messages": [VertexAIMetadata()]},
            None,
            "messages[0]: expected an object or Message, found Vertex",
        ),
        ({"messages": [{"role": "user", 5: "a"}]}, None, "messages[0]: expected a string as a key, found 5"),
        ({"json_schema": 5}, None, "json_schema: expected a JSON document in a string, an object, or a type, found an"),
        (
            {"anthropic_metadata": {"thinking": THINKING}},
            None,
            "anthropic_metadata.thinking.budget_tokens: expected",
        ),
        ({"tools": [TOOL]}, None, "tools[0].function.parameters.limit: expected a finite number, found nan"),
        ({}, {"a": [0.5, float("nan")]}, "a[1]: expected a finite number, found nan"),
        ({}, {"a": {"b": float("-inf")}}, "a.b: expected a finite number, found -inf"),
        ({}, {"a": [datetime.datetime(2024, 5, 1)]}, "a[0]: expected a JSON value, found datetime"),
        ({}, {"a": object}, "a: expected a JSON value, found type"),
        ({}, {"a": [{1, 2}]}, "a[0]: expected a JSON value, found set"),
        ({}, {"a": {(1, 2): "x"}}, "a: expected a string as a key, found (1, 2)"),
        ({}, {"a": "ok", "b": "\ud800"}, "b: expected text that can be encoded as UTF-8, found a lone surrogate"),
        ({}, {"\ud800": "a"}, "the document: expected JSON, found a value that cannot be serialized"),
        ({}, {"a": 10**5_000}, "the document: expected JSON, found a value that cannot be serialized"),
        ({}, [("a", 1)], "the document: expected an object, found an array"),
        ({}, {"a": CYCLE}, "the document: expected JSON, found a value that contains itself or is nested too deep"),
        ({"messages": [{"mood": nested(100_000)}]}, None, "the document: expected JSON, found a value that contains"),
    ],
    ids=range(24),
)
def test_invalid_bodies(body: dict[str, Any], extra: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        ASK.prepare(TARGET, {**BODY, **body}, extra_body=extra)
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, ValueError)


def test_parameters_are_placed_as_the_contract_says() -> None:
    prepared = READ.prepare({"thing_id": "a/b", "page_size": 5, "tags": ["x", "y z"], "x_count": 3})
    assert prepared.path == "/things/a%2Fb/parts?page%5Bsize%5D=5&tags=x&tags=y%20z"
    assert dict(prepared.headers) == {"accept": "application/json, text/csv", "x-count": "3"}
    assert prepared.content is None
    assert prepared.can_be_sent


@pytest.mark.parametrize("nothing", [UNSET, None])
def test_optional_parameters_may_be_omitted(nothing: Any) -> None:
    prepared = READ.prepare({"thing_id": "a", "page_size": nothing, "tags": ["x"], "x_count": nothing})
    assert prepared.path == "/things/a/parts?tags=x"
    assert "x-count" not in prepared.headers


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"tags": None}, "tags: expected an array, found null"),
        ({"tags": UNSET}, "tags: expected a required argument, found nothing"),
        ({"tags": ["a", 5]}, "tags[1]: expected a string, found an integer"),
        ({"thing_id": None}, "thing_id: expected a string, found null"),
        ({"thing_id": ".."}, "thing_id: expected a non-empty name without '.' and '..' segments, found '..'"),
        ({"page_size": "5"}, "page_size: expected an integer, found a string '5'"),
        ({"x_count": 0.5}, "x_count: expected an integer, found float 0.5"),
    ],
)
def test_invalid_arguments_are_named_as_callers_know_them(arguments: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        READ.prepare({"thing_id": "a", "tags": ["x"], **arguments})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("responses", "accept"),
    [
        ((), "application/json"),
        ((ResponseBody(204),), "application/json"),
        ((ResponseBody(200, "application/octet-stream"),), "application/octet-stream"),
        ((ResponseBody(200, "*/*"),), "*/*"),
        (
            (ResponseBody(200, "application/json;datetime-format=rfc3339"),),
            "application/json;datetime-format=rfc3339",
        ),
        ((ResponseBody(200, "application/json"), ResponseBody(201, "application/json")), "application/json"),
        ((ResponseBody(200, "text/csv"), ResponseBody(200, "application/json")), "text/csv, application/json"),
    ],
)
def test_the_accept_header_follows_the_contract(responses: Any, accept: str) -> None:
    operation: Operation[Any] = Operation("get", "GET", "/", responses=responses)
    assert operation.prepare({}).headers["accept"] == accept
    assert operation.prepare({}, extra_headers={"Accept": "text/plain"}).headers["accept"] == "text/plain"


def test_an_operation_without_pagination_has_no_pages() -> None:
    with pytest.raises(TypeError, match="read"):
        READ.pages({})


def test_a_body_may_be_left_out_where_the_contract_says() -> None:
    body = RequestBody("application/json", array(string), required=False, is_argument=True)
    operation: Operation[Any] = Operation("put", "PUT", "/", body=body)
    assert operation.prepare({}).content is None
    assert "content-type" not in operation.prepare({}).headers
    assert operation.prepare({}).headers["content-length"] == "0"
    assert operation.prepare({}, []).content == b"[]"


def test_header_names_are_lowercased() -> None:
    assert checked_headers({"X-Trace": "a b", "accept": ""}) == {"x-trace": "a b", "accept": ""}


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"X Trace": "1"}, "extra_headers: expected a valid header name, found 'X Trace'"),
        ({"X-Trace:": "1"}, "extra_headers: expected a valid header name, found 'X-Trace:'"),
        ({"": "1"}, "extra_headers: expected a valid header name, found ''"),
        ({5: "1"}, "extra_headers: expected a valid header name, found 5"),
        *(
            ({name: "secret"}, f"extra_headers: expected no header that the client sets itself, found {name}")
            for name in OWN_HEADERS
        ),
        ({"X-Trace": "a\n"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": " a"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": "a "}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": "é"}, "extra_headers.X-Trace: expected printable ASCII"),
        ({"X-Trace": 1}, "extra_headers.X-Trace: expected a string, found int"),
        ({"X-Trace": None}, "extra_headers.X-Trace: expected a string, found NoneType"),
        ({"X-Trace": b"a"}, "extra_headers.X-Trace: expected a string, found bytes"),
        ([("X-Trace", "1")], "extra_headers: expected a mapping of names to values, found list"),
    ],
)
def test_invalid_headers_are_refused(headers: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        checked_headers(headers)
    assert str(caught.value).startswith(message)
    assert "secret" not in str(caught.value)
