"""Bodies that are read from files while they are sent, so that no file is held in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing, contextmanager

import httpx

from .files import FileContent, source


class BodyStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Parts one after another, each bytes or a file, from where it stood when this was made.

    length: how many bytes there are, or None where a part cannot tell.
    """

    def __init__(self, parts: Sequence[FileContent]) -> None:
        self._parts = [source(content) for content in parts]
        lengths = [part.length for part in self._parts]
        self.length = None if None in lengths else sum(length for length in lengths if length is not None)
        self._was_read = False

    @property
    def framing(self) -> dict[str, str]:
        """The header that says where the body ends."""
        return {"transfer-encoding": "chunked"} if self.length is None else {"content-length": str(self.length)}

    @property
    def can_be_sent(self) -> bool:
        """Whether it is all there still. What cannot be rewound is sent once."""
        return not self._was_read or all(part.can_rewind for part in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for part in self._parts:
            with _own_errors(), closing(part.open()) as opened:
                while chunk := opened.read():
                    yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from anyio.to_thread import run_sync  # a disk may be slow, and the loop must not wait for it

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
    """A file that cannot be read ends the request with an error that clients expect."""
    try:
        yield
    except (OSError, ValueError) as error:  # the latter of a file that was closed
        raise httpx.LocalProtocolError(f"a file to be sent could not be read: {error}") from error
