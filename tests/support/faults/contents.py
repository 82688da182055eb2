"""Statuses and bodies as they arrive on a connection. What becomes of each is decided without one: tests/runtime."""

import gzip
import json
import zlib
from typing import Any

from datadog_llm_client import (
    APIStatusError,
    ErrorDetail,
    PermissionDeniedError,
    ProviderError,
    ResponseValidationError,
    ServerError,
)
from datadog_llm_client._runtime.calls.responses import status_error_type

from .answers import HTML, JSON, body_for, example, http
from .behaviours import Content, answer, answer_then_close, answer_without_end
from .connection import Request
from .fault import Again, Fault

_CAP = 10_000
GZIP = "Content-Encoding: gzip"
_EMPTY = (204, 205, 304)  # statuses that have no body


def _status(status: int, again: Again = Again.NEVER) -> Fault:
    empty = status in _EMPTY
    return Fault(
        f"status {status}",
        (answer(http(status, b"" if empty else b'{"errors": ["Scripted"]}', JSON, "X-Request-Id: abc-123")),),
        status_error_type(status),
        again,
        message=f"{status}",
        attributes={
            "status_code": status,
            "request_id": "abc-123",
            "errors": () if empty else (ErrorDetail("Scripted"),),
        },
    )


def _success(status: int) -> Fault:
    return Fault(
        f"status {status} without a body",
        (answer(http(status, length=None if status in _EMPTY else -1)),),
        ResponseValidationError,
        message="an empty body",
        attributes={"status_code": status, "content": b""},
    )


def _cut(status: int, error: type[APIStatusError], again: Again = Again.NEVER) -> Fault:
    """A refusal that the connection does not survive: what came of it is kept."""
    return Fault(
        f"a {status} whose body is cut short",
        (answer_then_close(http(status, b'{"errors": ["Forb', JSON, length=99)),),
        error,
        again,
        attributes={"status_code": status, "body": '{"errors": ["Forb', "errors": ()},
    )


def _bad(name: str, body: bytes, message: str, *headers: str) -> Fault:
    """The answer came, and is unusable: asking again would only cost."""
    return Fault(
        name,
        (answer(http(200, body, *(headers or (JSON,)), "X-Request-Id: abc-123")),),
        ResponseValidationError,
        message=message,
        attributes={"status_code": 200, "request_id": "abc-123"},
        options={"max_response_bytes": _CAP},
    )


def _fine(name: str, content: Content, returns: Any = None) -> Fault:
    return Fault(name, (answer(content),), None, returns=returns, operations=("run_inference",))


def _gzip(request: Request) -> bytes:
    return http(200, gzip.compress(body_for(request), mtime=0), JSON, "Content-Encoding: GZIP")


def _raw_deflate(request: Request) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return http(200, packer.compress(body_for(request)) + packer.flush(), JSON, "Content-Encoding: deflate")


_ACCENTED = {**example("run_inference"), "model_id": "modèle ☃"}
_REFUSED = {**example("run_inference"), "error_response": {"type": "overloaded", "message": "come back later"}}
_ENDLESS = http(200, b"", JSON, "Transfer-Encoding: chunked", length=None), b"1000\r\n%4096d\r\n" % 0

FAULTS = (
    *(_status(status) for status in (300, 304, 400, 401, 404, 501, 520, 799, 999)),
    *(_status(status, Again.READS) for status in (408, 500, 503)),
    _status(429, Again.ALWAYS),
    *(_success(status) for status in (200, 201, 204)),
    _cut(403, PermissionDeniedError),
    _cut(500, ServerError, Again.READS),
    _bad("HTML", b"<!doctype html><h1>Sign in</h1>", "invalid JSON", HTML),
    _bad("UTF-16", json.dumps([]).encode("utf-16"), "utf-8"),
    _bad("more than max_response_bytes", b" " * (_CAP + 1), f"={_CAP}"),
    Fault(
        "a body without end",
        (answer_without_end(*_ENDLESS),),
        ResponseValidationError,
        message="max_response_bytes",
        options={"max_response_bytes": 100_000},
    ),
    Fault(
        "a provider that refused",
        (answer(http(200, json.dumps(_REFUSED).encode(), JSON)),),
        ProviderError,
        message="overloaded: come back later",
        attributes={"status_code": 200, "response.error_response.type": "overloaded"},
        operations=("run_inference",),
    ),
    _fine("gzip", _gzip),
    _fine("deflate without zlib's header", _raw_deflate),
    _bad("gzip garbage", b"\x1f\x8b" + b"\xff" * 100, "Content-Encoding", GZIP),
    _bad(
        "gzip with a wrong checksum", gzip.compress(b"[]")[:-8] + bytes(8), "Content-Encoding", "Content-Encoding: gzip"
    ),
    _bad("gzip that is cut short", gzip.compress(b"[" + b" " * 99)[:-20], "JSON", GZIP),
    _bad("a gzip bomb", gzip.compress(bytes(20_000_000)), "max_response_bytes", GZIP),
    _bad("a gzip bomb in gzip", b"\x1f\x8b", "not asked for (gzip, gzip)", "Content-Encoding: gzip, gzip"),
    _bad("Brotli, unasked", b"\x8b\x03\x80[]\x03", "not asked for (br)", "Content-Encoding: br"),
    _fine("a charset that is none", lambda request: http(200, body_for(request), f"{JSON}; charset=\x01klingon")),
    _fine("JSON declared as HTML", lambda request: http(200, body_for(request), HTML)),
    _fine("letters that are not ASCII", http(200, json.dumps(_ACCENTED, ensure_ascii=False).encode(), JSON), _ACCENTED),
)
