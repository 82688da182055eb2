"""Bodies of each media type. Those of requests are validated by decoding them as the server would."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

from attrs import field, frozen

from ..values.attempt import BodyStream
from ..values.decoding import Decoder, json_object
from ..values.errors import RequestValidationError, ValidationError
from ..values.files import File, FileContent
from ..values.models import encode, is_utf8, json_text
from ..values.reading import Reading
from ..values.types import UNSET

Content = bytes | BodyStream
Kind: TypeAlias = Literal["json", "form", "multipart", "text", "binary"]


@frozen
class RequestBody:
    """The body of an operation.

    Attributes:
        content_type: the media type in the contract.
        decode: validates the value given.
        required: whether a body is sent even if nothing is given.
        is_argument: whether callers pass it as a single argument, `body`, rather than field by field.
        content_types: media types of the parts of a multipart body, by field.
        deprecated: the keyword arguments of deprecated fields, by field.
    """

    content_type: str
    decode: Decoder[Any]
    required: bool = field(kw_only=True, default=True)
    is_argument: bool = field(kw_only=True, default=False)
    content_types: Mapping[str, str] = field(kw_only=True, factory=dict)
    deprecated: Mapping[str, str] = field(kw_only=True, factory=dict)

    def encode(self, given: object, extra: Mapping[str, Any] | None) -> tuple[Content, str, object] | None:
        """Return the content, its media type, and the decoded value if the contract does not know all of it.

        `given` is a mapping of fields, or the body itself. Returns None if there is no body. Raises
        `RequestValidationError` if it is invalid.
        """
        where = ("body",) if self.is_argument else ()
        try:
            if not self.required and extra is None and self._is_nothing(given):
                return None
            if given is UNSET and self.is_argument:
                raise ValidationError("a required argument", "nothing")
            with Reading(is_lenient=False, is_request=True) as reading:
                checked = self.decode({} if given is UNSET else given)
            document = encode(checked)
            if extra is not None:
                document = json_object(document) | json_object(encode(extra))
            return *self._written(document), None if reading.is_clean else checked
        except ValidationError as error:
            raise RequestValidationError(error.expected, error.found, (*where, *error.path)) from None
        except RecursionError:
            found = "a value that contains itself or is nested too deep"
            raise RequestValidationError("JSON", found, where) from None

    def deprecated_in(self, given: object) -> Iterator[str]:
        """Yield the deprecated keyword arguments that are given."""
        if isinstance(given, Mapping):
            yield from (name for key, name in self.deprecated.items() if given.get(key, UNSET) is not UNSET)

    def _is_nothing(self, given: object) -> bool:
        fields = given.values() if isinstance(given, Mapping) and not self.is_argument else [given]
        return all(value is UNSET for value in fields)

    def _written(self, document: Any) -> tuple[Content, str]:
        kind = kind_of(self.content_type)
        if kind == "json":
            return json_text(document).encode(), self.content_type
        if kind == "form":
            pairs = [(_utf8(name, name), _utf8(_text(item), name)) for name, item in _pairs(document)]
            return urlencode(pairs).encode("ascii"), self.content_type
        if kind == "multipart":
            return self._multipart(document)
        if isinstance(document, File):
            stated = "application/octet-stream" if "*" in self.content_type else self.content_type
            return _joined([document.content]), document.content_type or stated
        text = _text(document)
        plain = text.isascii() or "charset" in self.content_type.lower()
        return _utf8(text), self.content_type if plain else f"{self.content_type}; charset=utf-8"

    def _multipart(self, fields: Mapping[str, Any]) -> tuple[Content, str]:
        boundary = secrets.token_hex(16)
        parts: list[FileContent] = []
        for name, item in _pairs(fields):
            head, content = self._part(name, item)
            parts += [f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode(), content, b"\r\n"]
        parts.append(f"--{boundary}--\r\n".encode())
        return _joined(parts), f"{self.content_type}; boundary={boundary}"

    def _part(self, name: str, value: Any) -> tuple[str, FileContent]:
        """Return the variable portion of a part's headers, and its content."""
        head = f'name="{_quoted(name, name)}"'
        stated = self.content_types.get(name, "*")
        content_type = None if "*" in stated or "," in stated else stated
        if isinstance(value, File):
            file_name = value.file_name
            found = value.content_type or content_type or mimetypes.guess_type(file_name)[0]
            head = f'{head}; filename="{_quoted(file_name, name)}"'
            return f"{head}\r\nContent-Type: {found or 'application/octet-stream'}", value.content
        if isinstance(value, dict | list):
            content_type = content_type or "application/json"
        return f"{head}\r\nContent-Type: {content_type}" if content_type else head, _utf8(_text(value), name)


def _pairs(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield form fields as pairs: an array repeats the name, and null is omitted."""
    for name, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                yield name, item


def _joined(parts: list[FileContent]) -> Content:
    """Join parts into bytes if they are all in memory, else into a stream that reads the files as they are sent."""
    contents = [part for part in parts if isinstance(part, bytes)]
    return b"".join(contents) if len(contents) == len(parts) else BodyStream(parts)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _utf8(text: str, *path: str) -> bytes:
    if not is_utf8(text):
        raise ValidationError("text that can be encoded as UTF-8", "a lone surrogate", path)
    return text.encode()


def _quoted(text: str, field_name: str) -> str:
    """Escape a name for quotes as HTML does in multipart forms."""
    return _utf8(text, field_name).decode().replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


@lru_cache(maxsize=256)
def base_type(content_type: str) -> str:
    """Return a media type without its parameters, in lowercase."""
    return content_type.partition(";")[0].strip().lower()


@lru_cache(maxsize=256)
def kind_of(content_type: str) -> Kind:
    """Return the kind of content a media type represents; `application/vnd.api+json` is JSON, too."""
    base = base_type(content_type)
    if base in ("application/json", "text/json") or base.endswith("+json"):
        return "json"
    if base == "application/x-www-form-urlencoded":
        return "form"
    if base == "multipart/form-data":
        return "multipart"
    return "text" if base.startswith("text/") else "binary"
