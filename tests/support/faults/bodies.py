"""A 200 whose body is not what the contract says."""

import json
from typing import Any

from datadog_llm_client import ProviderError, ResponseValidationError

from .answers import HTML, JSON, body_for, example, http
from .behaviours import Content, answer, answer_without_end
from .connection import Request
from .fault import Fault

_CAP = 10_000


def _bad(name: str, content: Content, message: str = "", *headers: str, **more: Any) -> Fault:
    """The answer came, and is unusable: asking again would only cost."""

    def whole(request: Request) -> bytes:
        body = content(request) if callable(content) else content
        return http(200, body, *(headers or (JSON,)), "X-Request-Id: abc-123")

    return Fault(
        name,
        (answer(whole),),
        ResponseValidationError,
        message=message,
        attributes={"status_code": 200, "request_id": "abc-123"},
        # Read leniently, most of them are no error.
        **{"options": {"strict_responses": True}, **more},
    )


def _inference(name: str, message: str, **changes: object) -> Fault:
    """An inference whose `response` has this in it."""
    whole = example("run_inference")
    return _bad(
        name,
        json.dumps({**whole, "response": {**whole["response"], **changes}}).encode(),
        message,
        operations=("run_inference",),
    )


def _literal(name: str, number: bytes) -> Fault:
    """An inference whose temperature is this literal."""
    body = json.dumps({**example("run_inference"), "temperature": None}).encode()
    changed = body.replace(b'"temperature": null', b'"temperature": ' + number)
    return _bad(name, changed, "", operations=("run_inference",))


def _fine(name: str, content: Content, *headers: str, returns: Any = None, operation: str = "run_inference") -> Fault:
    def whole(request: Request) -> bytes:
        return http(200, content(request) if callable(content) else content, *(headers or (JSON,)))

    return Fault(name, (answer(whole),), None, returns=returns, operations=(operation,))


_ACCOUNT = example("list_accounts")[0]
_TEXT = json.dumps(example("run_inference"))
_ACCENTED = {**example("run_inference"), "model_id": "modèle ☃"}
_REFUSED = {**example("run_inference"), "error_response": {"type": "overloaded", "message": "come back later"}}

FAULTS = (
    _bad("HTML", b"<!doctype html><h1>Sign in</h1>", "invalid JSON", HTML),
    _bad("a JSON string", b'"text"', "found a string"),
    _bad("a JSON number", b"3.5"),
    _bad("true", b"true", "found a boolean"),
    _bad("null", b"null", "found null"),
    _bad("an array where an object belongs", b"[]", "expected an object", operations=("run_inference",)),
    _bad("an object where an array belongs", b"{}", "expected an array", operations=("list_accounts",)),
    _bad("an empty object", b"{}", "model_id: expected a required property", operations=("run_inference",)),
    _bad("null among accounts", json.dumps([_ACCOUNT, None]).encode(), "[1]: ", operations=("list_accounts",)),
    _bad("white space", b" \r\n\t ", "invalid JSON"),
    _bad("JSON that is cut short", lambda request: body_for(request)[:-1], "invalid JSON"),
    _bad("JSON and more", lambda request: body_for(request) + b"\n{}", "Extra data"),
    _bad("JSON twice", lambda request: body_for(request) * 2, "Extra data"),
    _bad("invalid UTF-8", b'["\xff\xfe"]', "utf-8"),
    _bad("Latin-1", json.dumps(_ACCENTED, ensure_ascii=False).replace("☃", "").encode("latin-1"), "utf-8"),
    _bad("UTF-16", lambda request: body_for(request).decode().encode("utf-16"), "utf-8"),
    _bad("UTF-32", lambda request: body_for(request).decode().encode("utf-32-le"), "invalid JSON"),
    _bad("NUL bytes", b"\0" * 100, "invalid JSON"),
    _bad("arrays nested 100,000 deep", b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
    _bad("objects nested 100,000 deep", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
    _bad("an integer of 5,000 digits", b"[" + b"1" * 5000 + b"]", "invalid JSON"),
    _bad("NaN", b'[{"id": NaN}]', "NaN is not JSON"),
    _bad("Infinity", b'[{"id": -Infinity}]', "Infinity is not JSON"),
    _literal("NaN as temperature", b"NaN"),
    _literal("1e999 as temperature", b"1e999"),
    _inference("a string as tokens", "response.total_tokens: expected an integer, found a string", total_tokens="24"),
    _inference("a fraction as tokens", "response.total_tokens: expected an integer", total_tokens=1.5),
    _inference("true as tokens", "response.total_tokens: expected an integer, found a boolean", total_tokens=True),
    _inference("1e400 as tokens", "invalid JSON", total_tokens=float("inf")),
    _inference("null as tools", "response.tools: expected an array, found null", tools=None),
    _inference("a tool without function", "response.tools[0].function: expected", tools=[{"type": "function"}]),
    Fault(
        "a provider that refused",
        (answer(http(200, json.dumps(_REFUSED).encode(), JSON)),),
        ProviderError,
        message="overloaded: come back later",
        attributes={"status_code": 200, "response.error_response.type": "overloaded"},
        operations=("run_inference",),
    ),
    _bad("more than max_response_bytes", b" " * (_CAP + 1), f"={_CAP}", options={"max_response_bytes": _CAP}),
    Fault(
        "a body without end",
        (
            answer_without_end(
                http(200, b"", JSON, "Transfer-Encoding: chunked", length=None), b"1000\r\n%4096d\r\n" % 0
            ),
        ),
        ResponseValidationError,
        message="max_response_bytes",
        options={"max_response_bytes": 100_000},
    ),
    _fine("exactly max_response_bytes", json.dumps(example("run_inference")).ljust(_CAP).encode()),
    _fine("a byte order mark", lambda request: b"\xef\xbb\xbf" + body_for(request), operation="list_accounts"),
    _fine("another charset than declared", body_for, "Content-Type: application/json; charset=utf-16"),
    _fine("a charset that is none", body_for, "Content-Type: application/json; charset=\x01klingon"),
    _fine("JSON declared as HTML", body_for, HTML),
    _fine("JSON without a Content-Type", body_for, "X-None: 1"),
    _fine("letters that are not ASCII", json.dumps(_ACCENTED, ensure_ascii=False).encode(), returns=_ACCENTED),
    _fine(
        "half a surrogate pair",
        _TEXT.replace("gpt-4o", "\\ud83d").encode(),
        returns=json.loads(_TEXT.replace("gpt-4o", "\\ud83d")),
    ),
    _fine(
        "a key twice",
        (_TEXT[:-1] + ', "model_id": "last"}').encode(),
        returns={**json.loads(_TEXT), "model_id": "last"},
    ),
    _fine("a whole number with a fraction", _TEXT.replace("24", "24.0").encode()),
    _fine(
        "unknown fields",
        (_TEXT[:-1] + ', "new": {"a": [1, null]}}').encode(),
        returns={**json.loads(_TEXT), "new": {"a": [1, None]}},
    ),
)
