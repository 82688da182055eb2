# Copied by "make generate" from runtime/calls/body_reader.py. Edit that, never this file.
"""Collects the body of an answer, whatever its parts, up to a size and until the deadline of its call."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import cast

import httpx

from ..values.deadlines import Deadline


class BodyReader:
    """Collects the body of an answer, up to a size and until a moment."""

    def __init__(self, response: httpx.Response, max_bytes: int, deadline: Deadline) -> None:
        self.response = response
        self.fault: str | None = None
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._content = bytearray()
        coding = response.headers.get("content-encoding", "").strip().lower()
        if "," in coding or coding in ("br", "zstd"):
            # Not to be unpacked: a few kB could become gigabytes in one step.
            self.fault = f"a Content-Encoding that was not asked for ({coding})"
        # Then httpx has nothing to unpack. A hook of the caller's client may have read it already.
        self._is_plain = (not coding or self.fault is not None) and not response.is_stream_consumed

    def iter_chunks(self) -> Iterable[bytes]:
        """The body as it arrives, unpacked."""
        return cast(Iterable[bytes], self.response.stream) if self._is_plain else self.response.iter_bytes()

    def aiter_chunks(self) -> AsyncIterable[bytes]:
        """The same, awaited."""
        return cast(AsyncIterable[bytes], self.response.stream) if self._is_plain else self.response.aiter_bytes()

    def feed(self, chunk: bytes) -> bool:
        """Keep a part of the body. False when there is no room for more."""
        if len(self._content) + len(chunk) > self._max_bytes:
            self.fault = f"more than max_response_bytes={self._max_bytes}"
            return False
        self._content += chunk  # not a list of parts, of which each takes 33 bytes even if it holds one
        self._deadline.check()
        return True

    def fail(self, error: httpx.HTTPError) -> None:
        """The body could not be read to its end. Raises the error where the body is what counts."""
        if isinstance(error, httpx.DecodingError):
            self.fault = f"a body that its Content-Encoding does not describe ({error})"
        elif 200 <= self.response.status_code < 300:
            raise error

    def finish(self) -> bytes:
        """What was collected, which is not kept here as well."""
        content, self._content = bytes(self._content), bytearray()
        return content
