"""Content that is sent as it is: bytes, an open file, or a path."""

from __future__ import annotations

import os
from typing import IO, Any, TypeAlias

from attrs import frozen

from .errors import ValidationError

#: Bytes, a file opened for reading bytes, or the path of one. A string is none of them: it could be content or path.
FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]


@frozen
class File:
    """A file to be sent, with what is said of it.

    content: bytes, a file opened for reading bytes, or a path as `os.PathLike`, which is opened when it is sent. A file
    is sent from where it stands, and not closed. name: the file name; else that of the path or open file.
    content_type: the media type; else as the contract says, or guessed from the name.
    """

    content: FileContent
    name: str | None = None
    content_type: str | None = None


FileInput: TypeAlias = File | FileContent


def file(value: Any) -> File:
    """A file to be sent, wrapped where it comes bare."""
    given = value if isinstance(value, File) else File(value)
    content = given.content
    if isinstance(content, bytearray | memoryview):
        return File(bytes(content), given.name, given.content_type)
    if isinstance(content, bytes | os.PathLike) or callable(getattr(content, "read", None)):
        return given
    found = "a string (give bytes, or a path as pathlib.Path)" if isinstance(content, str) else type(content).__name__
    raise ValidationError("bytes, a file opened for reading bytes, or an os.PathLike", found)
