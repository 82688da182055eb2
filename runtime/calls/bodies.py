"""Request bodies: what stands for each media type, checked by being read as the server will read it."""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from ..values.decoding import Decoder, json_object
from ..values.errors import RequestValidationError, ValidationError
from ..values.files import File, FileContent
from ..values.models import encode
from ..values.streams import BodyStream
from ..values.types import UNSET
from .media import is_utf8, json_text, kind_of

Content = bytes | BodyStream


@frozen
class RequestBody:
    """The body of an operation.

    content_type: as the contract names it. decode: reads, and so checks, what is given. required: whether it is sent
    also when nothing is given. content_types: media types of the parts of a multipart body, by field.
    """

    content_type: str
    decode: Decoder[Any]
    required: bool = field(kw_only=True, default=True)
    content_types: Mapping[str, str] = field(kw_only=True, factory=dict)

    def encode(self, given: object, extra: Mapping[str, Any] | None) -> tuple[Content, str] | None:
        """Content and its media type, or None where there is to be no body.

        `given` are the fields by name, or the body itself. Raises `RequestValidationError` naming what is wrong.
        """
        try:
            if not self.required and extra is None and _is_nothing(given):
                return None
            if given is UNSET:
                raise ValidationError("a required argument", "nothing", ("body",))
            document = encode(self.decode(given))
            if extra is not None:
                document |= json_object(encode(extra))
            return self._written(document)
        except RequestValidationError:
            raise
        except ValidationError as error:
            raise RequestValidationError(error.expected, error.found, error.path) from None
        except RecursionError:
            raise RequestValidationError("JSON", "a value that contains itself, or is nested too deep") from None

    def _written(self, document: Any) -> tuple[Content, str]:
        kind = kind_of(self.content_type)
        if kind == "json":
            return json_text(document).encode(), self.content_type
        if kind == "form":
            return _form(document), self.content_type
        if kind == "multipart":
            return self._multipart(document)
        if isinstance(document, File):
            content_type = document.content_type or ("application/octet-stream" if "*" in self.content_type else "")
            return _joined([document.content]), content_type or self.content_type
        text = document if isinstance(document, str) else json_text(document)
        plain = text.isascii() or "charset" in self.content_type.lower()
        return _utf8(text, "body"), self.content_type if plain else f"{self.content_type}; charset=utf-8"

    def _multipart(self, fields: Mapping[str, Any]) -> tuple[Content, str]:
        boundary = secrets.token_hex(16)
        parts: list[FileContent] = []
        for name, value in fields.items():
            for item in value if isinstance(value, list) else [value]:
                head, content = self._part(name, item)
                parts += [f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode(), content, b"\r\n"]
        parts.append(f"--{boundary}--\r\n".encode())
        return _joined(parts), f"{self.content_type}; boundary={boundary}"

    def _part(self, name: str, value: Any) -> tuple[str, FileContent]:
        """The head of a part, as far as it differs between them, and its content."""
        head = f'name="{_quoted(name)}"'
        content_type = self.content_types.get(name, "*")
        stated = None if "*" in content_type or "," in content_type else content_type
        if isinstance(value, File):
            file_name = value.name or _name_of(value.content)
            found = value.content_type or stated or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
            return f'{head}; filename="{_quoted(file_name)}"\r\nContent-Type: {_line(found)}', value.content
        if isinstance(value, dict | list):
            stated = stated or "application/json"
        text = _field_text(value)
        return f"{head}\r\nContent-Type: {_line(stated)}" if stated else head, _utf8(text, name)


def _is_nothing(given: object) -> bool:
    return given is UNSET or (isinstance(given, dict) and all(value is UNSET for value in given.values()))


def _joined(parts: list[FileContent]) -> Content:
    """Bytes where all is in memory anyway, else what reads the files as they are sent."""
    if all(isinstance(part, bytes) for part in parts):
        return b"".join(part for part in parts if isinstance(part, bytes))
    return BodyStream(parts)


def _form(fields: Mapping[str, Any]) -> bytes:
    pairs = [
        (name, _utf8(_field_text(item), name))
        for name, value in fields.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    return urlencode(pairs).encode("ascii")


def _field_text(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _utf8(text: str, name: str) -> bytes:
    if not is_utf8(text):
        raise RequestValidationError("text that UTF-8 can encode", "a lone surrogate", (name,))
    return text.encode()


def _quoted(name: str) -> str:
    """A name inside quotes, as HTML writes it in multipart forms."""
    return _utf8(name, name).decode().replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _line(content_type: str) -> str:
    if not content_type.isprintable() or not content_type.isascii():
        raise RequestValidationError("a media type", repr(content_type)[:80], ("content_type",))
    return content_type


def _name_of(content: FileContent) -> str:
    path = content if isinstance(content, os.PathLike) else getattr(content, "name", None)
    return os.path.basename(path) if isinstance(path, str | os.PathLike) else "upload"
