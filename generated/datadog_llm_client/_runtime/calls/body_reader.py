# Copied from runtime/calls/body_reader.py: edit that.
from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import cast

import httpx

from ..values.deadlines import Deadline


class BodyReader:
    def __init__(self, response: httpx.Response, max_bytes: int, deadline: Deadline) -> None:
        self.response = response
        self.fault: str | None = None
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._content = bytearray()
        coding = response.headers.get("content-encoding", "").strip().lower()
        if "," in coding or coding in ("br", "zstd"):
            self.fault = f"a Content-Encoding that was not asked for ({coding})"
        self._is_plain = (not coding or self.fault is not None) and not response.is_stream_consumed

    def iter_chunks(self) -> Iterable[bytes]:
        return cast(Iterable[bytes], self.response.stream) if self._is_plain else self.response.iter_bytes()

    def aiter_chunks(self) -> AsyncIterable[bytes]:
        return cast(AsyncIterable[bytes], self.response.stream) if self._is_plain else self.response.aiter_bytes()

    def feed(self, chunk: bytes) -> bool:
        if len(self._content) + len(chunk) > self._max_bytes:
            self.fault = f"more than max_response_bytes={self._max_bytes}"
            return False
        self._content += chunk
        self._deadline.check()
        return True

    def fail(self, error: httpx.HTTPError | httpx.StreamError) -> None:
        if isinstance(error, httpx.DecodingError):
            self.fault = f"a body that does not match its Content-Encoding ({error})"
        elif isinstance(error, httpx.StreamError):
            self.fault = "a body that a hook of the http_client has consumed or closed, rather than read"
        elif 200 <= self.response.status_code < 300:
            raise error

    def finish(self) -> bytes:
        content, self._content = bytes(self._content), bytearray()
        self.response.stream = httpx.ByteStream(b"")
        return content
