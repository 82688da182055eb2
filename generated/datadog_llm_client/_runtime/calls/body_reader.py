# Copied from runtime/calls/body_reader.py: edit that.
"""Collects the body of a response, within a maximum size and the deadline of its call."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import cast

import httpx

from ..values.deadlines import Deadline


class BodyReader:
    """Collects the body of a response, within a maximum size and a deadline."""

    def __init__(self, response: httpx.Response, max_bytes: int, deadline: Deadline) -> None:
        self.response = response
        self.fault: str | None = None
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._content = bytearray()
        coding = response.headers.get("content-encoding", "").strip().lower()
        if "," in coding or coding in ("br", "zstd"):
            # Not decompressed: a single step could turn a few kB into gigabytes.
            self.fault = f"a Content-Encoding that was not asked for ({coding})"
        # Without a coding, httpx has nothing to decompress, unless a hook of the caller has read the body already.
        self._is_plain = (not coding or self.fault is not None) and not response.is_stream_consumed

    def iter_chunks(self) -> Iterable[bytes]:
        """Iterate over the body as it arrives, decompressed."""
        return cast(Iterable[bytes], self.response.stream) if self._is_plain else self.response.iter_bytes()

    def aiter_chunks(self) -> AsyncIterable[bytes]:
        """Iterate over the body asynchronously."""
        return cast(AsyncIterable[bytes], self.response.stream) if self._is_plain else self.response.aiter_bytes()

    def feed(self, chunk: bytes) -> bool:
        """Add a chunk to the body. Returns False if it would exceed the maximum size."""
        if len(self._content) + len(chunk) > self._max_bytes:
            self.fault = f"more than max_response_bytes={self._max_bytes}"
            return False
        self._content += chunk  # not a list of chunks: each has 33 bytes of overhead, even if it holds one
        self._deadline.check()
        return True

    def fail(self, error: httpx.HTTPError | httpx.StreamError) -> None:
        """Handle a body that could not be read completely. Raises the error if the status is 2xx."""
        if isinstance(error, httpx.DecodingError):
            self.fault = f"a body that does not match its Content-Encoding ({error})"
        elif isinstance(error, httpx.StreamError):
            self.fault = "a body that a hook of the http_client has consumed or closed, rather than read"
        elif 200 <= self.response.status_code < 300:
            raise error

    def finish(self) -> bytes:
        """Return the body, and release it here."""
        content, self._content = bytes(self._content), bytearray()
        # The stream refers to the response. Without this cycle, nothing of a call is left to the garbage collector.
        self.response.stream = httpx.ByteStream(b"")
        return content
