import gzip
import json
from typing import Any

import httpx
import pytest
from datadog_llm_client import APIStatusError, ErrorDetail, ProviderError, Response, ResponseValidationError
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import ResponseBody, error_details, load_json, read
from datadog_llm_client.api.integrations import list_accounts, run_inference

from tests.support.clients import ACCOUNT, INFERENCE

LIST: Operation[Any] = list_accounts.OPERATION
ASK: Operation[Any] = run_inference.OPERATION
NO_JSON = "the document: expected JSON, found invalid JSON"


def of(*responses: ResponseBody) -> Operation[Any]:
    return Operation("get", "GET", "/", responses=responses)


def answer(content: Any, status: int = 200) -> Response[None]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Response(status, httpx.Headers({"X-Request-Id": "request-7"}), raw, None, "GET", "/accounts")


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"null", None),
        (b'{"a": [1, 0.5, true, "\\u00e9"]}', {"a": [1, 0.5, True, "é"]}),
        ("\ufeff[1]".encode(), [1]),
        (b' \r\n\t"x" ', "x"),
        (b"1" * 4_000, int("1" * 4_000)),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'"\\ud83d"', "\ud83d"),
    ],
)
def test_json_is_read(content: bytes, value: Any) -> None:
    assert load_json(content) == value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t ",
        b"\0" * 100,
        b"{",
        b"<html></html>",
        b"NaN",
        b"[Infinity]",
        b'{"a": -Infinity}',
        b'"\xff"',
        "[]".encode("utf-16"),
        b"1" * 5_000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[] []",
        b'"\n"',
        gzip.compress(b"[]"),
    ],
    ids=range(16),
)
def test_invalid_json_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds of ValueError are those of json and unicode
        load_json(content)


@pytest.mark.parametrize("status", [200, 201, 206, 299])
def test_a_success_is_parsed(status: int) -> None:
    response = read(LIST, answer([dict(ACCOUNT)], status))
    assert response.parsed[0].id == "account-1"
    assert response.status_code == status
    assert response.request_id == "request-7"


@pytest.mark.parametrize(
    ("operation", "content", "message"),
    [
        (LIST, b"", "the document: expected JSON, found an empty body"),
        (LIST, b"<html>", f"{NO_JSON} (Expecting value: line 1 column 1 (char 0)): <html>"),
        (LIST, b"[NaN]", f"{NO_JSON} (NaN is not JSON): [NaN]"),
        (LIST, b"[" * 100_000, f"{NO_JSON} (nested too deep): {'[' * 200}..."),
        (LIST, None, "the document: expected an array, found null"),
        (LIST, "accounts", "the document: expected an array, found a string 'accounts'"),
        (LIST, {"data": []}, "the document: expected an array, found an object"),
        (ASK, [], "the document: expected an object, found an array"),
        (ASK, {**INFERENCE, "response": None}, "response: expected an object, found null"),
    ],
)
def test_an_unreadable_success_is_an_error(operation: Operation[Any], content: Any, message: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        read(operation, answer(content))
    assert str(caught.value) == f"{message} (status 200, GET /accounts, request id request-7)"
    assert caught.value.content == answer(content).content
    assert caught.value.__cause__ is None


def test_a_value_nested_too_deep_is_an_error() -> None:
    def decode(value: Any) -> Any:
        return decode(value)

    with pytest.raises(ResponseValidationError, match="expected JSON, found a value that is nested too deep"):
        read(of(ResponseBody(200, "application/json", decode)), answer([]))


def test_a_provider_error_keeps_the_response() -> None:
    detail = {"type": "quota", "message": "Empty", "code": 7}
    with pytest.raises(ProviderError) as caught:
        read(ASK, answer({**INFERENCE, "error_response": detail}))
    assert caught.value.detail.type == "quota"
    assert caught.value.detail.additional_properties == {"code": 7}
    assert caught.value.parsed.response.content == "Hello."
    assert caught.value.response.parsed is caught.value.parsed
    assert caught.value.status_code == 200


@pytest.mark.parametrize("detail", [{}, {"type": 5}, "the provider failed"])
def test_an_unexpected_provider_error_still_raises(detail: Any) -> None:
    with pytest.raises(ProviderError) as caught:
        read(ASK, answer({**INFERENCE, "error_response": detail}))
    assert caught.value.parsed.to_dict()["error_response"] == detail
    assert str(caught.value).startswith("the provider refused: ")


@pytest.mark.parametrize("content", [INFERENCE, {**INFERENCE, "error_response": None}])
def test_a_null_provider_error_does_not_raise(content: Any) -> None:
    assert read(ASK, answer(content)).parsed.response.total_tokens == 5


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"errors": ["a"]}, {"errors": ["a"]}),
        (b"", ""),
        (b"<html>down</html>", "<html>down</html>"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
        (None, None),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("status", [100, 302, 400, 418, 503, 520, 799])
def test_an_error_keeps_the_body(status: int, content: Any, body: Any) -> None:
    with pytest.raises(APIStatusError) as caught:
        read(LIST, answer(content, status))
    assert caught.value.body == body
    assert caught.value.status_code == status


def detail(**given: Any) -> ErrorDetail:
    return ErrorDetail(**given)


SOURCE = {"pointer": "/a", "parameter": "b", "header": "c"}
PLAIN: dict[str, Any] = {"detail": "No such account", "title": "Not Found", "status": "404", "meta": {"hint": 1}}
JSON_API, DETAIL = {**PLAIN, "source": SOURCE}, detail(**PLAIN, **SOURCE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"errors": []}, ()),
        ({"errors": None}, ()),
        ({}, ()),
        (None, ()),
        ("text", ()),
        (["a"], ()),
        (5, ()),
        ({"errors": ["a", "b"]}, (detail(detail="a"), detail(detail="b"))),
        ({"errors": "a"}, (detail(detail="a"),)),
        ({"errors": 3}, (detail(detail="3"),)),
        ({"errors": {"detail": "a"}}, (detail(detail="a"),)),
        ({"error": "a"}, (detail(detail="a"),)),
        ({"message": "a"}, (detail(detail="a"),)),
        ({"error": {"message": "a"}}, (detail(detail="a"),)),
        ({"errors": [None, 5, ["a"]]}, (detail(detail="null"), detail(detail="5"), detail(detail='["a"]'))),
        ({"errors": [{}]}, (detail(),)),
        ({"errors": [JSON_API]}, (DETAIL,)),
        ({"errors": [{"status": 404, "detail": {"a": 1}}]}, (detail(status="404", detail='{"a": 1}'),)),
        ({"errors": [{"source": "here", "meta": "more", "title": None}]}, (detail(),)),
    ],
)
def test_error_details(body: Any, expected: tuple[ErrorDetail, ...]) -> None:
    assert error_details(body) == expected
    with pytest.raises(APIStatusError) as caught:
        read(LIST, answer(body, 400))
    assert caught.value.errors == expected


def test_details_nested_too_deep_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def dumps(value: Any) -> str:
        raise RecursionError

    monkeypatch.setattr(json, "dumps", dumps)
    with pytest.raises(APIStatusError) as caught:
        read(LIST, answer(b'{"errors": [[]]}', 400))
    assert caught.value.errors == ()
    assert caught.value.body == {"errors": [[]]}
