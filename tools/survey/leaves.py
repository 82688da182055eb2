"""Random scalars, from hypothesis-jsonschema, with the formats and bounds that it lacks."""

import base64
import datetime
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

from .schemas import Node

_BITS = {"int32": 31, "int64": 63}
_KEYWORDS = (
    *("type", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "format", "contentMediaType"),
)
_LONGEST = 24
# The formats that the library supports. It would ignore a pattern next to them.
_LIBRARY_FORMATS = ("email", "hostname", "ipv4", "ipv6", "uri")
Strategy = st.SearchStrategy[Any]


@dataclass(frozen=True)
class Text:
    """The limits of text outside JSON: in a parameter, or in a body with files."""

    place: str = ""
    without: str | None = None
    """A delimiter that items cannot contain."""
    files: bool = False

    def fits(self, text: str) -> bool:
        """Whether a text can be sent here."""
        if self.without is not None and self.without in text:
            return False
        if self.place == "path":  # a server would read another path
            return bool(text) and {".", ".."}.isdisjoint(re.split(r"[/\\]", text))
        return self.place != "header" or (text.isascii() and text.isprintable() and text == text.strip())


def leaf(schema: Node, kind: str, text: Text) -> Strategy:
    """Return a strategy for a schema of one scalar type."""
    kept = {key: schema[key] for key in _KEYWORDS if key in schema} | {"type": kind}
    return _leaf(json.dumps(kept, sort_keys=True), text)


@cache
def _leaf(written: str, text: Text) -> Strategy:
    schema: Node = json.loads(written)
    kind, form = schema["type"], schema.get("format")
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        if form == "binary" and text.files:
            return st.binary(max_size=_LONGEST)
        return _string(schema, text).filter(text.fits) if text.place else _string(schema, text)
    schema.pop("format", None)
    if kind == "integer":
        bits = _BITS.get(form or "", 63)
        schema["minimum"] = max(schema.get("minimum", -(2**bits)), -(2**bits))
        schema["maximum"] = min(schema.get("maximum", 2**bits - 1), 2**bits - 1)
    return from_schema(schema)


def _string(schema: Node, text: Text) -> Strategy:
    form = schema.pop("format", None)
    if schema.pop("contentMediaType", None) == "application/json":
        return any_json().map(json.dumps)
    if form in _FORMATS:
        return _FORMATS[form]()
    if "pattern" in schema:
        return from_schema(schema)
    if form in _LIBRARY_FORMATS:
        return from_schema(schema | {"format": form})
    least = schema.get("minLength", 0)
    most = min(schema.get("maxLength", math.inf), least + _LONGEST)
    if text.place == "header":
        return st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=least, max_size=most)
    return from_schema(schema | {"maxLength": most})


def any_json() -> Strategy:
    """Return a strategy for small JSON values of any kind."""
    scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
        max_leaves=4,
    )


def names() -> Strategy:
    """Return a strategy for names of undeclared properties."""
    return st.text(min_size=1, max_size=8)


def _date_time() -> Strategy:
    zones = st.just(datetime.UTC) | st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
    )
    # Beyond these years, a change of zone could leave Python's range.
    moments = st.datetimes(datetime.datetime(1902, 1, 1), datetime.datetime(2200, 1, 1), timezones=zones)
    return moments.map(lambda moment: moment.isoformat().replace("+00:00", "Z"))


_FORMATS: dict[str, Callable[[], Strategy]] = {
    "date-time": _date_time,
    "date": lambda: st.dates().map(datetime.date.isoformat),
    "uuid": lambda: st.uuids().map(str),
    "byte": lambda: st.binary(max_size=_LONGEST).map(lambda data: base64.b64encode(data).decode()),
    "binary": lambda: st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=_LONGEST),
}
