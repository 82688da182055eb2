# Copied from runtime/values/files.py: edit that.
"""Files to upload, given as bytes, an open file or a path, and read while they are sent."""

from __future__ import annotations

import io
import os
import re
from typing import IO, Any, TypeAlias

from attrs import frozen

from .errors import ValidationError

__all__ = ("File", "FileInput")

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]

CHUNK = 64 * 1024

_MEDIA_TYPE = re.compile(r"[!#$&^_.+\w-]+/[!#$&^_.+\w-]+(?:\s*;[ -~]*)?", re.ASCII)


@frozen
class File:
    """A file to upload.

    Attributes:
        content: bytes, a file opened in binary mode, or a path (`os.PathLike`), which is opened when it is sent. An
            open file is sent from its current position and not closed.
        name: the file name. Defaults to that of the path or open file.
        content_type: the media type. Defaults to the contract's, or is guessed from the name.
    """

    content: FileContent
    name: str | None = None
    content_type: str | None = None

    @property
    def file_name(self) -> str:
        """The file name to send."""
        path = self.content if isinstance(self.content, os.PathLike) else getattr(self.content, "name", None)
        found = os.path.basename(path) if isinstance(path, str | os.PathLike) else "upload"
        return self.name or found


FileInput: TypeAlias = File | FileContent
"""A file to upload: its content, bare or in a `File`. Not a string, which could be either content or a path."""


def file(value: Any) -> File:
    given = value if isinstance(value, File) else File(value)
    if isinstance(given.content, bytearray | memoryview):
        given = File(bytes(given.content), given.name, given.content_type)
    if given.content_type is not None and not _MEDIA_TYPE.fullmatch(given.content_type):
        raise ValidationError("a media type such as 'text/csv'", repr(given.content_type)[:80])
    source(given.content)
    return given


def source(content: Any) -> Source:
    if isinstance(content, bytes):
        return _Bytes(content)
    if isinstance(content, os.PathLike):
        return _Path(content)
    if callable(getattr(content, "read", None)):
        return _OpenFile(content)
    found = "a string (pass bytes or a pathlib.Path)" if isinstance(content, str) else type(content).__name__
    raise ValidationError("bytes, a file opened in binary mode, or an os.PathLike", found)


class Opened:
    def __init__(self, content: IO[bytes], length: int | None, *, is_ours: bool) -> None:
        self._content = content
        self._left = length
        self._is_ours = is_ours

    def read(self) -> bytes:
        chunk = self._content.read(CHUNK if self._left is None else min(CHUNK, self._left))
        if not isinstance(chunk, bytes):
            raise ValueError("it was opened in text mode")
        if self._left is not None:
            if not chunk and self._left:
                raise OSError(f"it is now {self._left} bytes shorter")
            self._left -= len(chunk)
        return chunk

    def close(self) -> None:
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
            raise ValidationError("a readable file", str(error)) from None

    def open(self) -> Opened:
        return Opened(open(self._path, "rb"), self.length, is_ours=True)


class _OpenFile:
    def __init__(self, opened: IO[bytes]) -> None:
        if isinstance(opened, io.TextIOBase):
            raise ValidationError("a file opened in binary mode", "one opened in text mode")
        self._file = opened
        self._start: int | None = None
        self.length: int | None = None
        try:
            if opened.seekable():
                self._start = opened.tell()
                self.length = max(opened.seek(0, os.SEEK_END) - self._start, 0)
                opened.seek(self._start)
        except AttributeError:
            self._start = None
        except (OSError, ValueError) as error:
            raise ValidationError("a readable file", str(error)) from None

    @property
    def can_rewind(self) -> bool:
        return self._start is not None

    def open(self) -> Opened:
        if self._start is not None:
            self._file.seek(self._start)
        return Opened(self._file, self.length, is_ours=False)


Source: TypeAlias = _Bytes | _Path | _OpenFile
