"""HTTP answers as bytes: good ones, from the contract's examples, and any others."""

import json
from typing import Any

from tools import project
from tools.contract import JSON as MEDIA_TYPE
from tools.contract import Document
from tools.project import ROOT

from .connection import Request

CONTRACT = Document.load(ROOT / project.CONTRACT)
DOCUMENT: dict[str, Any] = CONTRACT.plain

JSON = "Content-Type: application/json"
HTML = "Content-Type: text/html"

_OPERATIONS = {operation.id: operation.node for operation in CONTRACT.operations()}


def example(operation: str) -> Any:
    """The documented answer of an operation."""
    return _OPERATIONS[operation].child("responses", "200", "content", MEDIA_TYPE)["example"]


def request_example(operation: str) -> dict[str, Any]:
    """The documented body of an operation."""
    found: dict[str, Any] = _OPERATIONS[operation].child("requestBody", "content", MEDIA_TYPE)["example"]
    return found


def operation_of(request: Request) -> str:
    """The operation that a request is of."""
    return "list_accounts" if request.method == "GET" else "run_inference"


def body_for(request: Request) -> bytes:
    """The documented answer to a request."""
    return json.dumps(example(operation_of(request))).encode()


def http(status: int | str, body: bytes = b"", *headers: str, length: int | None = -1) -> bytes:
    """An answer with its Content-Length, or another, or None."""
    if length is not None:
        headers = (*headers, f"Content-Length: {len(body) if length < 0 else length}")
    head = "\r\n".join((f"HTTP/1.1 {status} As Scripted", *headers))
    return f"{head}\r\n\r\n".encode("latin-1") + body


def chunk(content: bytes) -> bytes:
    """A part of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def good(request: Request) -> bytes:
    """The documented answer, well sent."""
    return http(200, body_for(request), JSON)
