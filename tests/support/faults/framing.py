"""Faults of HTTP: status lines, headers and lengths that are none."""

import httpx
from datadog_llm_client import APIConnectionError, APIStatusError

from .answers import JSON, body_for, chunk, good, http
from .behaviours import Content, answer, answer_then_close, answer_then_hold
from .connection import Request
from .fault import Again, Fault


def _broken(name: str, content: Content) -> Fault:
    """It is no HTTP. The request may have been processed all the same."""
    return Fault(name, (answer_then_close(content),), APIConnectionError, Again.READS, cause=httpx.RemoteProtocolError)


def _odd(name: str, content: Content) -> Fault:
    """It is strange, but no fault."""
    return Fault(name, (answer(content),), None)


def _chunked(body: bytes) -> bytes:
    return http(200, body, JSON, "Transfer-Encoding: chunked", length=None)


def _with(*headers: str) -> Content:
    return lambda request: http(200, body_for(request), JSON, *headers)


def _lengths(*lengths: str) -> Content:
    return http(200, b"[]", *(f"Content-Length: {length}" for length in lengths), length=None)


def _same_length_twice(request: Request) -> bytes:
    body = body_for(request)
    return http(200, body, JSON, f"Content-Length: {len(body)}")


def _chunked_in_two(request: Request) -> bytes:
    body = body_for(request)
    return _chunked(chunk(body[:7]) + b"%x;a=b\r\n%s\r\n0\r\nTrailer: yes\r\n\r\n" % (len(body) - 7, body[7:]))


def _unframed(request: Request) -> bytes:
    return http(200, body_for(request), JSON, length=None)


FAULTS = (
    _broken("garbage", b"\x00\x01\x02\xff" * 99 + b"\r\n\r\n"),
    _broken("HTTP/0.9", b"<html>It works</html>\r\n"),
    _broken("an HTTP/2 preface", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\x00" * 18),
    _broken("a status of four digits", http(2000, b"[]")),
    _broken("a header without colon", http(200, b"[]", "no colon here")),
    _broken("a header without name", http(200, b"[]", ": nameless")),
    _broken("a header of 200 kB", http(200, b"[]", "X-Long: " + "a" * 200_000)),
    _broken("two Content-Lengths", _lengths("2", "3")),
    _broken("a Content-Length of 30 digits", _lengths("9" * 30)),
    _broken("an unknown Transfer-Encoding", http(200, b"[]", "Transfer-Encoding: magic", length=None)),
    _broken("a chunk size that is a word", _chunked(b"many\r\n[]\r\n0\r\n\r\n")),
    _broken("a chunk longer than its size", _chunked(b"1\r\n[]\r\n0\r\n\r\n")),
    _broken("a trailer that is garbage", lambda request: _chunked(chunk(body_for(request)) + b"0\r\n\0\r\n\r\n")),
    _broken("status 100, then nothing", b"HTTP/1.1 100 Continue\r\n\r\n"),
    _broken("status 101, unasked", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    _odd("status 100, then the answer", lambda request: b"HTTP/1.1 100 Continue\r\n\r\n" + good(request)),
    _odd("many statuses 103, then the answer", lambda request: b"HTTP/1.1 103 Hints\r\n\r\n" * 50 + good(request)),
    _odd("the same Content-Length twice", _same_length_twice),
    _odd("headers that are not ASCII", _with("X-Wild: \xff\xfe\x80", "Set-Cookie: \xff=\xff; expires=never")),
    _odd("a folded header", _with("X-Folded: a\r\n b")),
    _odd("HTTP/1.0", lambda request: good(request).replace(b"HTTP/1.1", b"HTTP/1.0", 1)),
    _odd("no reason", lambda request: good(request).replace(b" As Scripted", b"", 1)),
    _odd("chunks with extensions and a trailer", _chunked_in_two),
    _odd("bytes after the answer", lambda request: good(request) + b"HTTP/1.1 200 OK\r\n\r\nmore"),
    Fault("no length, closed", (answer_then_close(_unframed),), None),
    Fault(
        "a body longer than the answer of a 304",
        (answer_then_hold(http(304, b"", "Content-Length: 99", length=None)),),
        APIStatusError,
        attributes={"status_code": 304, "content": b""},
    ),
)
