# Copied from runtime/calls/parameters.py: edit that.
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal, TypeAlias, TypeVar
from urllib.parse import quote

from attrs import Factory, field, frozen

from ..values.decoding import Decoder
from ..values.errors import RequestValidationError, ValidationError
from ..values.models import encode, json_text
from ..values.types import UNSET

T = TypeVar("T")

Location: TypeAlias = Literal["path", "query", "header"]
Style: TypeAlias = Literal["form", "spaceDelimited", "pipeDelimited", "deepObject", "simple", "label", "matrix"]
Quote: TypeAlias = Callable[[str], str]

_DEFAULT_STYLES: dict[Location, Style] = {"path": "simple", "query": "form", "header": "simple"}
_DELIMITERS: dict[Style, str] = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
LONGEST_SEGMENT = 2_000
HEADER_VALUE = re.compile(r"(?:[!-~](?:[ -~]*[!-~])?)?")
_RESERVED = ":/?[]@!$'()*,;="


@frozen
class Parameter:
    name: str
    location: Location
    decode: Decoder[Any]
    python_name: str = field(kw_only=True, default=Factory(lambda self: self.name, takes_self=True))
    required: bool = field(kw_only=True, default=Factory(lambda self: self.location == "path", takes_self=True))
    style: Style = field(kw_only=True, default=Factory(lambda self: _DEFAULT_STYLES[self.location], takes_self=True))
    explode: bool = field(kw_only=True, default=Factory(lambda self: self.style == "form", takes_self=True))
    allow_reserved: bool = field(kw_only=True, default=False)
    content_type: str | None = field(kw_only=True, default=None)
    deprecated: bool = field(kw_only=True, default=False)

    def is_left_out(self, value: object) -> bool:
        return not self.required and (value is UNSET or value is None)

    def read(self, value: object) -> Any:
        try:
            if value is UNSET:
                raise ValidationError("a required argument", "nothing")
            plain = encode(self.decode(value))
            if plain.__class__ is str and self.content_type is None:
                return plain
            text = json_text(plain)
            return text if self.content_type is not None else plain
        except ValidationError as error:
            raise RequestValidationError(error.expected, error.found, (self.python_name, *error.path)) from None
        except RecursionError:
            raise self._fault("a plain value", "one that contains itself or is nested too deep") from None

    def segment(self, value: object) -> str:
        plain = self.read(value)
        if plain.__class__ is str and self.style == "simple":
            return _segment(self.python_name, plain)
        text = _expanded(self, plain, str)
        _check_segment(self.python_name, text)
        return self._quoted(lambda: _expanded(self, plain, _percent))

    def pairs(self, value: object) -> list[str]:
        plain = self.read(value)
        return self._quoted(lambda: [*_query(self, plain, _reserved if self.allow_reserved else _percent)])

    def header(self, value: object) -> str:
        text = _delimited(self.read(value), ",", str, explode=self.explode)
        if not HEADER_VALUE.fullmatch(text):
            raise self._fault("printable ASCII without surrounding spaces", "something else")
        return text

    def _quoted(self, write: Callable[[], T]) -> T:
        try:
            return write()
        except UnicodeEncodeError:
            raise self._fault("text that can be encoded as UTF-8", "a lone surrogate") from None

    def _fault(self, expected: str, found: str) -> RequestValidationError:
        return RequestValidationError(expected, found, (self.python_name,))


def _percent(text: str) -> str:
    return quote(text, safe="")


def _reserved(text: str) -> str:
    return quote(text, safe=_RESERVED)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else json_text(value)


def _items(value: Any) -> list[Any]:
    return [item for item in value if item is not None]


def _delimited(value: Any, delimiter: str, written: Quote, *, explode: bool) -> str:
    if isinstance(value, list):
        return delimiter.join(written(_text(item)) for item in _items(value))
    if isinstance(value, dict):
        between = "=" if explode else delimiter
        return delimiter.join(f"{written(key)}{between}{written(_text(item))}" for key, item in value.items())
    return written(_text(value))


def _expanded(parameter: Parameter, value: Any, written: Quote) -> str:
    explode = parameter.explode
    if parameter.style == "label":
        return "." + _delimited(value, "." if explode else ",", written, explode=explode)
    if parameter.style != "matrix":
        return _delimited(value, ",", written, explode=explode)
    name = written(parameter.name)
    if explode and isinstance(value, list):
        return "".join(f";{name}={written(_text(item))}" for item in _items(value))
    if explode and isinstance(value, dict):
        return "".join(f";{written(key)}={written(_text(item))}" for key, item in value.items())
    return f";{name}={_delimited(value, ',', written, explode=False)}"


def _query(parameter: Parameter, value: Any, written: Quote) -> Iterator[str]:
    name = _percent(parameter.name)
    if parameter.style == "deepObject" and isinstance(value, dict):
        yield from _deep(parameter.name, value, written)
    elif isinstance(value, list) and not _items(value):
        if parameter.required:
            yield f"{name}="
    elif isinstance(value, list | dict) and not parameter.explode:
        yield f"{name}={_delimited(value, _DELIMITERS.get(parameter.style, ','), written, explode=False)}"
    elif isinstance(value, list):
        yield from (f"{name}={written(_text(item))}" for item in _items(value))
    elif isinstance(value, dict):
        for key, item in value.items():
            values = _items(item) if isinstance(item, list) else [item]
            yield from (f"{_percent(key)}={written(_text(each))}" for each in values)
    else:
        yield f"{name}={written(_text(value))}"


def _deep(name: str, value: Any, written: Quote) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _deep(f"{name}[{key}]", item, written)
    elif isinstance(value, list):
        for item in _items(value):
            yield from _deep(name, item, written)
    else:
        yield f"{_percent(name)}={written(_text(value))}"


@lru_cache(maxsize=1024)
def _segment(name: str, value: str) -> str:
    _check_segment(name, value)
    try:
        return _percent(value)
    except UnicodeEncodeError:
        raise RequestValidationError("text that can be encoded as UTF-8", repr(value[:80]), (name,)) from None


def _check_segment(name: str, text: str) -> None:
    if len(text) > LONGEST_SEGMENT:
        raise RequestValidationError(f"at most {LONGEST_SEGMENT} characters", f"{len(text)}", (name,))
    if not text or not {".", ".."}.isdisjoint(re.split(r"[/\\]", text)):
        raise RequestValidationError("a non-empty name without '.' and '..' segments", repr(text[:80]), (name,))
