from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from datadog_llm_client import UNSET, RequestValidationError
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.requests import prepare
from datadog_llm_client._runtime.values.decoding import any_value
from datadog_llm_client.api.integrations import list_accounts, run_inference
from datadog_llm_client.models import Message

READ: Operation[Any] = Operation("read", "GET", "/things/{name}/parts", any_value)
ASK = run_inference.OPERATION
TARGET = {"integration": "openai", "account_id": "account-1"}
BODY: dict[str, Any] = {"model_id": "gpt-4o", "messages": [{"role": "user", "content": "Hello?"}]}


@pytest.mark.parametrize(
    ("method", "safe"),
    [("GET", True), ("HEAD", True), ("OPTIONS", True), ("POST", False), ("PUT", False), ("DELETE", False)],
)
def test_what_only_reads_is_safe(method: str, safe: bool) -> None:
    assert Operation("any", method, "/", any_value).is_safe is safe


def test_the_operations_of_the_contract() -> None:
    assert list_accounts.OPERATION.is_safe
    assert not ASK.is_safe


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("openai", "openai"),
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("a%2Fb", "a%252Fb"),
        ("%2e%2e", "%252e%252e"),
        ("a;b:c@d&e+f", "a%3Bb%3Ac%40d%26e%2Bf"),
        ("a\nb", "a%0Ab"),
        ("a\0b", "a%00b"),
        ("é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"),
        ("a..b", "a..b"),
        ("...", "..."),
        ("-._~", "-._~"),
    ],
)
def test_a_path_parameter_is_one_segment(value: str, segment: str) -> None:
    assert prepare(READ, {"name": value}).path == f"/things/{segment}/parts"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (None, ""),
        ({}, ""),
        ({"a": UNSET, "b": None}, ""),
        ({"a": "x y&z", "b": 5, "c": 0.5}, "?a=x+y%26z&b=5&c=0.5"),
        ({"a": True, "b": False}, "?a=true&b=false"),
        ({"a": ["x", "y"], "b": ()}, "?a=x&a=y"),
        ({"a": datetime.date(2024, 5, 1)}, "?a=2024-05-01"),
    ],
)
def test_a_query(query: dict[str, object] | None, expected: str) -> None:
    assert prepare(READ, {"name": "a"}, query=query).path == f"/things/a/parts{expected}"


def test_header_parameters() -> None:
    prepared = prepare(READ, {"name": "a"}, headers={"X-Count": 5, "X-Flag": True, "X-None": UNSET})
    assert dict(prepared.headers) == {"x-count": "5", "x-flag": "true"}
    assert prepared.content is None


def test_a_body_is_compact_json_in_utf8() -> None:
    prepared = prepare(ASK, TARGET, body={**BODY, "model_id": "gpt-ö"})
    expected = '{"model_id":"gpt-ö","messages":[{"role":"user","content":"Hello?"}]}'
    assert prepared.content == expected.encode()
    assert dict(prepared.headers) == {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"temperature": UNSET}, {}),
        ({"temperature": None}, {"temperature": None}),
        ({"temperature": 0}, {"temperature": 0}),
        ({"max_tokens": 256.0}, {"max_tokens": 256}),
        ({"tools": None}, {}),
        (
            {"messages": (Message(role="user"), {"role": "system"})},
            {"messages": [{"role": "user"}, {"role": "system"}]},
        ),
        ({"openai_metadata": {"reasoning_effort": "extreme", "new": 1}}, ...),
        ({"messages": [{"role": "user", "mood": {"deep": [None]}}]}, ...),
    ],
)
def test_what_a_body_may_hold(body: dict[str, Any], expected: Any) -> None:
    content = prepare(ASK, TARGET, body={**BODY, **body}).content
    assert content is not None
    assert json.loads(content) == {**BODY, **(body if expected is ... else expected)}


def test_extra_body_joins_the_body_and_has_the_last_word() -> None:
    extra = {"seed": 7, "model_id": "another", "more": Message(role="user")}
    content = prepare(ASK, TARGET, body=BODY, extra_body=extra).content
    assert content is not None
    assert json.loads(content) == {**BODY, "seed": 7, "model_id": "another", "more": {"role": "user"}}


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_an_extra_header_replaces_ours_by_any_case(name: str) -> None:
    prepared = prepare(ASK, TARGET, body=BODY, extra_headers={name: "application/vnd.api+json", "X-New": "1"})
    assert dict(prepared.headers) == {"content-type": "application/vnd.api+json", "x-new": "1"}


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
        ({"messages": [{"role": 5}]}, None, "messages[0].role: expected a string, found an integer"),
        ({}, {"a": [0.5, float("nan")]}, "a[1]: expected a finite number, found nan"),
        ({}, {"a": {"b": float("-inf")}}, "a.b: expected a finite number, found -inf"),
        ({}, {"a": object}, "a: expected a JSON value, found type"),
        ({}, {"a": [{1, 2}]}, "a[0]: expected a JSON value, found set"),
        ({}, {"a": {(1, 2): "x"}}, "a: expected a string as key, found (1, 2)"),
        ({}, {"a": "ok", "b": "\ud800"}, "b: expected text that UTF-8 can encode, found a lone surrogate"),
        ({}, {"\ud800": "a"}, "the document: expected JSON, found a value that JSON cannot hold"),
        pytest.param(
            {}, {"a": 10**5_000}, "the document: expected JSON, found a value that JSON cannot hold", id="huge"
        ),
        ({}, [("a", 1)], "the document: expected an object, found an array"),
        pytest.param(
            {},
            {"a": CYCLE},
            "the document: expected JSON, found a value that contains itself, or is nested too deep",
            id="cycle",
        ),
        pytest.param(
            {"messages": [{"mood": nested(100_000)}]},
            None,
            "the document: expected JSON, found a value that contains itself, or is nested too deep",
            id="deep",
        ),
    ],
)
def test_what_a_body_cannot_hold(body: dict[str, Any], extra: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        prepare(ASK, TARGET, body={**BODY, **body}, extra_body=extra)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)


def test_a_body_that_is_missing_is_checked_too() -> None:
    with pytest.raises(RequestValidationError, match=r"^model_id: expected a required property, found nothing$"):
        prepare(ASK, TARGET)
