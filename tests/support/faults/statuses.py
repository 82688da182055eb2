"""Statuses outside 2xx, the shapes of their bodies, and those inside 2xx that bring nothing."""

import json
from typing import Any

from datadog_llm_client import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    DatadogError,
    ErrorDetail,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
)

from .answers import HTML, JSON, http
from .behaviours import answer, answer_then_close
from .fault import Again, Fault

_CLASSES: dict[int, type[DatadogError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
    **dict.fromkeys((300, 304, 305, 402, 405, 408, 409, 413, 418, 422, 451, 499, 600, 799, 999), APIStatusError),
    **dict.fromkeys((500, 501, 502, 503, 504, 507, 511, 520, 522, 524, 529, 598, 599), ServerError),
}
_AGAIN: dict[int, Again] = {429: Again.ALWAYS, **dict.fromkeys((408, 500, 502, 503, 504), Again.READS)}

_JSON_API = {
    "errors": [
        {
            "detail": "it is missing",
            "status": "400",
            "title": "Bad",
            "source": {"pointer": "/model_id"},
            "meta": {"a": 1},
        },
        {"detail": "it is wrong", "source": {"parameter": "integration"}},
    ]
}
_JSON_API_DETAILS = (
    ErrorDetail("it is missing", "Bad", "400", pointer="/model_id", meta={"a": 1}),
    ErrorDetail("it is wrong", parameter="integration"),
)


def _status(status: int) -> Fault:
    return Fault(
        f"status {status}",
        (answer(http(status, b"" if status == 304 else b'{"errors": ["Scripted"]}', JSON, "X-Request-Id: abc-123")),),
        _CLASSES[status],
        _AGAIN.get(status, Again.NEVER),
        message=f"{status}",
        attributes={
            "status_code": status,
            "request_id": "abc-123",
            "errors": () if status == 304 else (ErrorDetail("Scripted"),),
        },
    )


def _shape(name: str, body: Any, errors: tuple[ErrorDetail, ...], message: str = "400 Bad Request") -> Fault:
    """A 400 with this JSON, and what is read from it."""
    return Fault(
        f"a 400 with {name}",
        (answer(http(400, json.dumps(body).encode(), "Content-Type: application/vnd.api+json")),),
        BadRequestError,
        message=message,
        attributes={"errors": errors, "body": body},
    )


def _raw(name: str, status: int, body: bytes, text: str, header: str = HTML) -> Fault:
    """A status with a body that is no JSON: the text is kept."""
    return Fault(
        f"a {status} with {name}",
        (answer(http(status, body, header)),),
        _CLASSES[status],
        _AGAIN.get(status, Again.NEVER),
        message=str(status),
        attributes={"errors": (), "body": text, "content": body},
    )


def _success(status: int) -> Fault:
    return Fault(
        f"status {status} without a body",
        (answer(http(status, length=None if status in (204, 205) else -1)),),
        ResponseValidationError,
        message="an empty body",
        attributes={"status_code": status, "content": b""},
    )


FAULTS = (
    *(_status(status) for status in _CLASSES),
    *(_success(status) for status in (200, 201, 202, 204, 299)),
    _shape("JSON:API errors", _JSON_API, _JSON_API_DETAILS, "it is missing (/model_id) (and 1 more)"),
    _shape("plain strings", {"errors": ["a", "b"]}, (ErrorDetail("a"), ErrorDetail("b")), "a (and 1 more)"),
    _shape("no errors", {"errors": []}, ()),
    _shape("null as errors", {"errors": None}, ()),
    _shape("an object as errors", {"errors": {"detail": "x"}}, (ErrorDetail("x"),), "x"),
    _shape("a string as errors", {"errors": "x"}, (ErrorDetail("x"),), "x"),
    _shape("a number as errors", {"errors": 3}, (ErrorDetail("3"),)),
    _shape(
        "mixed errors",
        {"errors": [None, 1, [], {}, {"title": 5, "source": 7, "meta": []}]},
        (ErrorDetail("null"), ErrorDetail("1"), ErrorDetail("[]"), ErrorDetail(), ErrorDetail(title="5")),
    ),
    _shape("error in place of errors", {"error": "x"}, (ErrorDetail("x"),), "x"),
    _shape("message in place of errors", {"message": "x", "code": 9}, (ErrorDetail("x"),), "x"),
    _shape("an object without errors", {"status": "error"}, ()),
    _shape("a JSON string", "x", ()),
    _shape("a JSON array", ["x"], ()),
    _shape("a JSON number", 7, ()),
    _shape("null", None, ()),
    _raw("HTML", 502, b"<h1>Bad Gateway</h1>", "<h1>Bad Gateway</h1>"),
    _raw("HTML", 403, b"<h1>Blocked</h1>", "<h1>Blocked</h1>"),
    _raw("nothing", 500, b"", ""),
    _raw("invalid UTF-8", 400, b'{"errors": ["\xff"]}', '{"errors": ["\ufffd"]}', JSON),
    _raw("half a JSON", 400, b'{"errors": [', '{"errors": [', JSON),
    _raw("JSON nested 100,000 deep", 400, b"[" * 100_000, "[" * 100_000, JSON),
    Fault(
        "a 403 whose body is cut short",
        (answer_then_close(http(403, b'{"errors": ["Forb', JSON, length=99)),),
        PermissionDeniedError,
        attributes={"body": '{"errors": ["Forb', "errors": ()},
    ),
    Fault(
        "a 500 whose body is cut short",
        (answer_then_close(http(500, b'{"errors": ["Oh', JSON, length=99)),),
        ServerError,
        Again.READS,
        attributes={"status_code": 500},
    ),
)
