"""Faults of the network: what happens to connections."""

from typing import Any

import httpx
from datadog_llm_client import APIConnectionError, APITimeoutError, DatadogError

from . import behaviours as server
from .answers import JSON, body_for, chunk, http
from .behaviours import Behaviour
from .connection import Request
from .fault import Again, Fault

_PROMPT = 0.05  # seconds that a client waits for a server that sends nothing


def _lost(name: str, *script: Behaviour, **more: Any) -> Fault:
    """The connection is lost after something was sent: it may have been processed."""
    return Fault(name, script, APIConnectionError, Again.READS, **more)


def _unsent(name: str, *script: Behaviour, error: type[DatadogError] = APIConnectionError, **more: Any) -> Fault:
    """There is no connection: nothing was sent."""
    return Fault(name, script, error, Again.ALWAYS, cause=httpx.ConnectError, **more)


def _silent(name: str, *script: Behaviour) -> Fault:
    return Fault(
        name,
        script,
        APITimeoutError,
        Again.READS,
        cause=httpx.ReadTimeout,
        options={"timeout": httpx.Timeout(5.0, read=_PROMPT)},
    )


def _half(request: Request) -> bytes:
    body = body_for(request)
    return http(200, body[: len(body) // 2], JSON, length=len(body))


def _half_chunked(request: Request) -> bytes:
    return http(200, b"", JSON, "Transfer-Encoding: chunked", length=None) + chunk(body_for(request))


CUT = httpx.RemoteProtocolError
_HALF_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: applic"
_TLS_ALERT = b"\x15\x03\x03\x00\x02\x02\x28"  # fatal: handshake failure

FAULTS = (
    _unsent("connection refused"),
    _lost("closed at once", server.CLOSE_AT_ACCEPT),
    _lost("closed before the request was read", server.CLOSE_UNREAD),
    _lost("reset before the request was read", server.RESET_UNREAD),
    _lost("closed after the request", server.CLOSE_UNANSWERED, cause=CUT, message="disconnected"),
    _lost("reset after the request", server.RESET_UNANSWERED, cause=httpx.ReadError),
    _lost("closed amid the status line", server.answer_then_close(b"HTTP/1."), cause=CUT),
    _lost("closed amid the headers", server.answer_then_close(_HALF_HEAD), cause=CUT),
    _lost("reset amid the headers", server.answer_then_reset(_HALF_HEAD), cause=httpx.ReadError),
    _lost("closed amid the body", server.answer_then_close(_half), cause=CUT, message="without sending"),
    _lost("reset amid the body", server.answer_then_reset(_half), cause=httpx.ReadError),
    _lost("closed amid a chunk", server.answer_then_close(lambda request: _half_chunked(request)[:-5])),
    _lost("closed before the last chunk", server.answer_then_close(_half_chunked), message="incomplete"),
    _silent("no answer", server.SILENCE),
    _silent("no headers after the status line", server.answer_then_hold(b"HTTP/1.1 200 OK\r\n")),
    _silent("half a body", server.answer_then_hold(_half)),
    _silent("no last chunk", server.answer_then_hold(_half_chunked)),
    _unsent("https, answered with garbage", server.greet(b"\x00\xff garbage" * 9), scheme="https"),
    _unsent("https, answered with a TLS alert", server.greet(_TLS_ALERT), scheme="https"),
    _unsent("https, answered with plain http", server.answer_unread(http(400)), scheme="https"),
    _unsent("https, closed amid the handshake", server.CLOSE_UNREAD, scheme="https"),
    _unsent("https, reset amid the handshake", server.RESET_UNREAD, scheme="https"),
    Fault(
        "https, no handshake",
        (server.greet(b""),),
        APITimeoutError,
        Again.ALWAYS,
        cause=httpx.ConnectTimeout,
        options={"timeout": httpx.Timeout(5.0, connect=_PROMPT)},
        scheme="https",
    ),
)
