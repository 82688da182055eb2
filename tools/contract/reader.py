"""Reads YAML into plain values that know their line numbers.

The parser's events are read directly. That keeps every line number, detects duplicate keys, which loaders drop, and is
several times as fast as building the parser's nodes: Datadog's contract, a quarter of a million lines, takes about two
seconds, so all of it can be read. Scalars follow the core schema of YAML 1.2, so `on` and `2024-01-01` stay strings.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]

from tools.console import ToolError, one_line

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Beyond any contract, and well below Python's recursion limit.
_MAX_DEPTH = 150
# Datadog's contract has half a million. Aliases count with their contents, as they can multiply.
_MAX_VALUES = 5_000_000
_CORE: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Twenty digits are enough for any int64; converting a very long number would be slow.
_INTEGER = re.compile(r"[-+]?[0-9]{1,20}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Map(dict[str, Any]):
    """A mapping with the line of its own key (`line`) and of each of its keys (`lines`)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int, values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        super().__init__(values)
        self.line = line
        self.lines = lines


def parse(text: str, name: str) -> Any:
    """Return the single YAML document in `text`, the content of the file `name`."""
    return _Builder(text, name).document()


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_LOADER)


class _Builder:
    def __init__(self, text: str, name: str) -> None:
        self._name = name
        # Nothing has been read yet.
        self._events = _events(text)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def document(self) -> Any:
        try:
            next(self._events)
            if not isinstance(next(self._events), yaml.DocumentStartEvent):
                raise ToolError(f"{self._name}: is empty")
            event = next(self._events)
            value = self._value(event, self._line(event), 0)
            next(self._events)
            if not isinstance(event := next(self._events), yaml.StreamEndEvent):
                raise self._error(event, "a second YAML document starts here")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f"{self._name}:{mark.line + 1}" if mark else self._name
            problem = getattr(error, "problem", None) or str(error)
            raise ToolError(f"{place}: not valid YAML: {one_line(problem)}") from error
        return value

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1

    def _error(self, event: Any, problem: str) -> ToolError:
        return ToolError(f"{self._name}:{self._line(event)}: {problem}")

    def _value(self, event: Any, line: int, depth: int) -> Any:
        if depth > _MAX_DEPTH or self._count > _MAX_VALUES:
            raise self._error(event, "nested too deeply" if depth > _MAX_DEPTH else "holds too much")
        value: Any
        if isinstance(event, yaml.AliasEvent):
            # An anchor is not defined until its value has been read, so aliases cannot be circular.
            if event.anchor not in self._anchors:
                raise self._error(event, f"the alias *{event.anchor} refers to nothing")
            value, size = self._anchors[event.anchor]
            self._count += size
            return value
        before = self._count
        self._count += 1
        if isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(line, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                value.append(self._value(item, self._line(item), depth + 1))
        else:
            value = _scalar(event)
        if event.anchor:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _mapping(self, line: int, depth: int) -> Map:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self._error(key, "a key must be a plain word")
            if key.value in values:
                raise self._error(key, f"duplicate key `{key.value}`, already on line {lines[key.value]}")
            lines[key.value] = self._line(key)
            values[key.value] = self._value(next(self._events), lines[key.value], depth + 1)
        merged = values.pop("<<", None)
        for more in merged if isinstance(merged, list) else [merged]:
            if isinstance(more, Map):
                values, lines = {**more, **values}, {**more.lines, **lines}
        return Map(line, values, lines)


def _scalar(event: Any) -> str | int | float | bool | None:
    text = str(event.value)
    if event.tag or not event.implicit[0]:
        return text
    if text in _CORE:
        return _CORE[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
