# Copied by "make generate" from runtime/values/streams.py. Edit that, never this file.
"""Bodies that are read from files while they are sent, so that no file is held in memory."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeAlias

import httpx

from .errors import ValidationError
from .files import FileContent

CHUNK = 64 * 1024


class BodyStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Parts one after another, each bytes or a file, from where it stood when this was made.

    length: how many bytes there are, or None where a part cannot tell. Raises `ValidationError` for a part that is no
    file, cannot be read, or was opened as text.
    """

    def __init__(self, parts: Sequence[FileContent]) -> None:
        self._parts = [_part(content) for content in parts]
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
            with _own_errors(), part.open() as opened:
                while chunk := opened.read():
                    yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from anyio.to_thread import run_sync  # a disk may be slow, and the loop must not wait for it

        self._begin()
        for part in self._parts:
            with _own_errors():
                opened = part.open() if isinstance(part, _Bytes) else await run_sync(part.open)
                with opened:
                    while chunk := opened.read() if isinstance(part, _Bytes) else await run_sync(opened.read):
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
    except (OSError, ValueError) as error:  # a file that was closed raises ValueError
        raise httpx.LocalProtocolError(f"a file to be sent could not be read: {error}") from error


class _Opened:
    """A part that is being read, up to the length that was told to the server."""

    def __init__(self, content: IO[bytes], length: int | None, *, is_ours: bool) -> None:
        self._content = content
        self._left = length
        self._is_ours = is_ours

    def read(self) -> bytes:
        if self._left is None:
            return self._content.read(CHUNK)
        chunk = self._content.read(min(CHUNK, self._left))
        if not chunk and self._left:
            raise httpx.LocalProtocolError(f"a file to be sent has become {self._left} bytes shorter")
        self._left -= len(chunk)
        return chunk

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_ours:
            self._content.close()


class _Bytes:
    can_rewind = True

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.length: int | None = len(content)

    def open(self) -> _Opened:
        return _Opened(io.BytesIO(self._content), self.length, is_ours=True)


class _Path:
    can_rewind = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = path
        try:
            with open(path, "rb") as file:
                self.length: int | None = file.seek(0, os.SEEK_END) if file.seekable() else None
        except (OSError, ValueError) as error:
            raise ValidationError("a file that can be read", str(error)) from None

    def open(self) -> _Opened:
        return _Opened(open(self._path, "rb"), self.length, is_ours=True)


class _OpenFile:
    """A file that the caller opened, and will close."""

    def __init__(self, file: IO[bytes]) -> None:
        if isinstance(file, io.TextIOBase):
            raise ValidationError("a file opened for reading bytes", "one opened as text")
        self._file = file
        self._start: int | None = None
        self.length: int | None = None
        try:
            if file.seekable():
                self._start = file.tell()
                self.length = max(file.seek(0, os.SEEK_END) - self._start, 0)
                file.seek(self._start)
        except AttributeError:  # it has `read` and nothing else
            pass
        except (OSError, ValueError) as error:  # such as a closed file
            raise ValidationError("a file that can be read", str(error)) from None

    @property
    def can_rewind(self) -> bool:
        return self._start is not None

    def open(self) -> _Opened:
        if self._start is not None:
            self._file.seek(self._start)
        return _Opened(self._file, self.length, is_ours=False)


_Part: TypeAlias = _Bytes | _Path | _OpenFile


def _part(content: FileContent) -> _Part:
    if isinstance(content, bytes):
        return _Bytes(content)
    return _Path(content) if isinstance(content, os.PathLike) else _OpenFile(content)
