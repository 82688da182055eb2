# Copied from runtime/values/streams.py: edit that.
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing, contextmanager

import httpx

from .files import FileContent, source


class BodyStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, parts: Sequence[FileContent]) -> None:
        self._parts = [source(content) for content in parts]
        lengths = [part.length for part in self._parts]
        self.length = None if None in lengths else sum(length for length in lengths if length is not None)
        self._was_read = False

    @property
    def framing(self) -> dict[str, str]:
        return {"transfer-encoding": "chunked"} if self.length is None else {"content-length": str(self.length)}

    @property
    def can_be_sent(self) -> bool:
        return not self._was_read or all(part.can_rewind for part in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for part in self._parts:
            with _own_errors(), closing(part.open()) as opened:
                while chunk := opened.read():
                    yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from anyio.to_thread import run_sync

        self._begin()
        for part in self._parts:
            with _own_errors(), closing(await run_sync(part.open)) as opened:
                while chunk := await run_sync(opened.read):
                    yield chunk

    def _begin(self) -> None:
        if not self.can_be_sent:
            raise httpx.StreamConsumed
        self._was_read = True


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise httpx.LocalProtocolError(f"cannot read a file to send: {error}") from error
