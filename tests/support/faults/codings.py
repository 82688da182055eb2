"""Answers whose Content-Encoding does not describe them, or describes far more than there is room for."""

import gzip
import zlib
from typing import Any

import httpx
from datadog_llm_client import APIConnectionError, ResponseValidationError, ServerError

from .answers import JSON, body_for, http
from .behaviours import Content, answer, answer_then_close
from .connection import Request
from .fault import Again, Fault

_BOMB = gzip.compress(bytes(20_000_000), mtime=0)


def _coded(coding: str, content: Content, status: int = 200, length: int = -1) -> Content:
    def whole(request: Request) -> bytes:
        body = content(request) if callable(content) else content
        return http(status, body, JSON, f"Content-Encoding: {coding}", length=length)

    return whole


def _bad(name: str, coding: str, content: Content, message: str, **more: Any) -> Fault:
    return Fault(name, (answer(_coded(coding, content)),), ResponseValidationError, message=message, **more)


def _fine(name: str, coding: str, content: Content) -> Fault:
    return Fault(name, (answer(_coded(coding, content)),), None)


def _gzip(request: Request) -> bytes:
    return gzip.compress(body_for(request), mtime=0)


def _raw_deflate(request: Request) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body_for(request)) + packer.flush()


_CAP = {"max_response_bytes": 100_000}

FAULTS = (
    _fine("gzip", "gzip", _gzip),
    _fine("GZIP in capitals", "GZIP", _gzip),
    _fine("deflate", "deflate", lambda request: zlib.compress(body_for(request))),
    _fine("deflate without zlib's header", "deflate", _raw_deflate),
    _fine("an unknown coding of nothing", "utf-8", body_for),
    _bad("gzip that is cut short", "gzip", lambda request: _gzip(request)[:-20], "invalid JSON"),
    _bad("gzip garbage", "gzip", b"\x1f\x8b" + b"\xff" * 100, "Content-Encoding"),
    _bad("JSON that is declared as gzip", "gzip", body_for, "Content-Encoding"),
    _bad("gzip of nothing", "gzip", b"", "an empty body"),
    _bad("deflate garbage", "deflate", b"\x99" * 100, "Content-Encoding"),
    _bad("gzip with a wrong checksum", "gzip", lambda request: _gzip(request)[:-8] + bytes(8), "Content-Encoding"),
    _bad("a gzip bomb", "gzip", _BOMB, "max_response_bytes", options=_CAP),
    _bad("a gzip bomb in gzip", "gzip, gzip", gzip.compress(_BOMB, mtime=0), "gzip, gzip", options=_CAP),
    _bad("Brotli, unasked", "br", b"\x8b\x03\x80[]\x03", "not asked for (br)"),
    _bad("Zstandard, unasked", "zstd", b"(\xb5/\xfd\x04\x00\x11\x00\x00[]", "not asked for (zstd)"),
    Fault(
        "a 502 with gzip garbage",
        (answer(_coded("gzip", b"\xff" * 100, 502)),),
        ServerError,
        Again.READS,
        attributes={"body": "", "errors": ()},
    ),
    Fault(
        "closed amid gzip",
        (answer_then_close(_coded("gzip", _gzip, length=9999)),),
        APIConnectionError,
        Again.READS,
        cause=httpx.RemoteProtocolError,
    ),
)
