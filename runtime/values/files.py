"""Files that are sent: bytes, an open file, or a path, and the reading of them while they are sent."""

from __future__ import annotations

import io
import os
import re
from typing import IO, Any, TypeAlias

from attrs import frozen

from .errors import ValidationError

#: Bytes, a file opened for reading bytes, or the path of one. A string is none of them: it could be content or path.
FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]

CHUNK = 64 * 1024

_MEDIA_TYPE = re.compile(r"[!#$&^_.+\w-]+/[!#$&^_.+\w-]+(?:\s*;[ -~]*)?", re.ASCII)


@frozen
class File:
    """A file to be sent, with what is said of it.

    Attributes:
        content: bytes, a file opened for reading bytes, or a path as `os.PathLike`, which is opened when it is sent. An
            open file is sent from where it stands, and not closed.
        name: the file name; else that of the path or open file.
        content_type: the media type; else as the contract says, or guessed from the name.
    """

    content: FileContent
    name: str | None = None
    content_type: str | None = None

    @property
    def file_name(self) -> str:
        """The name to send."""
        path = self.content if isinstance(self.content, os.PathLike) else getattr(self.content, "name", None)
        found = os.path.basename(path) if isinstance(path, str | os.PathLike) else "upload"
        return self.name or found


FileInput: TypeAlias = File | FileContent
"""A file to be sent: its content, bare or in a `File`. A string could be content or a path, so it is not taken."""


def file(value: Any) -> File:
    """A file to be sent, wrapped where it comes bare; looked at, but not read."""
    given = value if isinstance(value, File) else File(value)
    if isinstance(given.content, bytearray | memoryview):
        given = File(bytes(given.content), given.name, given.content_type)
    if given.content_type is not None and not _MEDIA_TYPE.fullmatch(given.content_type):
        raise ValidationError("a media type such as 'text/csv'", repr(given.content_type)[:80])
    source(given.content)
    return given


def source(content: Any) -> Source:
    """Where the bytes come from. Raises `ValidationError` for what is no file, or cannot be read."""
    if isinstance(content, bytes):
        return _Bytes(content)
    if isinstance(content, os.PathLike):
        return _Path(content)
    if callable(getattr(content, "read", None)):
        return _OpenFile(content)
    found = "a string (give bytes, or a path as pathlib.Path)" if isinstance(content, str) else type(content).__name__
    raise ValidationError("bytes, a file opened for reading bytes, or an os.PathLike", found)


class Opened:
    """Content that is being read, up to the length that the server is told."""

    def __init__(self, content: IO[bytes], length: int | None, *, is_ours: bool) -> None:
        self._content = content
        self._left = length
        self._is_ours = is_ours

    def read(self) -> bytes:
        """The next part; empty after the last. Raises OSError or ValueError where the file cannot be read."""
        chunk = self._content.read(CHUNK if self._left is None else min(CHUNK, self._left))
        if not isinstance(chunk, bytes):
            raise ValueError("it was opened as text")
        if self._left is not None:
            if not chunk and self._left:
                raise OSError(f"it has become {self._left} bytes shorter")
            self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close it, unless the caller opened it."""
        if self._is_ours:
            self._content.close()


class _Bytes:
    can_rewind = True

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.length: int | None = len(content)

    def open(self) -> Opened:
        return Opened(io.BytesIO(self._content), self.length, is_ours=True)


class _Path:
    can_rewind = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = path
        try:
            with open(path, "rb") as opened:
                self.length: int | None = opened.seek(0, os.SEEK_END) if opened.seekable() else None
        except (OSError, ValueError) as error:
            raise ValidationError("a file that can be read", str(error)) from None

    def open(self) -> Opened:
        return Opened(open(self._path, "rb"), self.length, is_ours=True)


class _OpenFile:
    """A file that the caller opened, and will close."""

    def __init__(self, opened: IO[bytes]) -> None:
        if isinstance(opened, io.TextIOBase):
            raise ValidationError("a file opened for reading bytes", "one opened as text")
        self._file = opened
        self._start: int | None = None
        self.length: int | None = None
        try:
            if opened.seekable():
                self._start = opened.tell()
                self.length = max(opened.seek(0, os.SEEK_END) - self._start, 0)
                opened.seek(self._start)
        except AttributeError:  # it can be read, and nothing else
            self._start = None
        except (OSError, ValueError) as error:  # such as a closed file
            raise ValidationError("a file that can be read", str(error)) from None

    @property
    def can_rewind(self) -> bool:
        return self._start is not None

    def open(self) -> Opened:
        if self._start is not None:
            self._file.seek(self._start)
        return Opened(self._file, self.length, is_ours=False)


Source: TypeAlias = _Bytes | _Path | _OpenFile
