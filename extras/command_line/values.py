"""Converts command-line values to those that methods take."""

from __future__ import annotations

import datetime
import json
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import click
from click.shell_completion import CompletionItem

from .annotations import Kind
from .operations import Argument

if TYPE_CHECKING:
    ValueType: TypeAlias = click.ParamType[Any]
else:
    ValueType = click.ParamType  # not generic before click 8.4

#: A null that was given, as click takes None for a missing value.
NULL = object()


class Content(ValueType):
    """Text, `@path` for the content of a file, `-` for standard input, and `@@` for a leading @."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The text."""
        if not isinstance(value, str):
            return value
        if value.startswith("@@"):
            return value[1:]
        if value not in ("-", "@-") and not value.startswith("@"):
            return value
        try:
            if value in ("-", "@-"):
                return sys.stdin.buffer.read().decode().removeprefix("\ufeff")
            return Path(value[1:]).read_text(encoding="utf-8-sig")
        except OSError as error:
            self.fail(f"{value[1:]}: cannot be read: {error.strerror or error}", param, ctx)
        except UnicodeDecodeError:
            self.fail(f"{value}: is not UTF-8", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete files after an @."""
        if incomplete.startswith("@"):
            return [CompletionItem(incomplete[1:], type="file", prefix="@")]
        return []


class Json(Content):
    """A JSON value, given as text or a file."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value."""
        content = super().convert(value, param, ctx)
        if not isinstance(content, str):
            return content
        try:
            value = json.loads(content, parse_constant=_not_json)
        except RecursionError:
            self.fail("nested too deep", param, ctx)
        except json.JSONDecodeError as error:
            self.fail(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", param, ctx)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return NULL if value is None else value


class Parsed(ValueType):
    """A single value converted by a function; "null" if it is allowed."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value."""
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a {self.name}", param, ctx)


class Known(Content):
    """Text with known values to complete."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self._choices = choices

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The known values."""
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _boolean(text: str) -> bool:
    try:
        return {"true": True, "false": False}[text.lower()]
    except KeyError:
        raise ValueError from None


_TYPES: Mapping[Kind, ValueType] = {
    "text": Content(),
    "integer": Parsed("integer", int),
    "number": Parsed("number", lambda text: int(text) if text.lstrip("-").isdecimal() else float(text)),
    "boolean": Parsed("boolean", _boolean),
    "date-time": Parsed("date-time", datetime.datetime.fromisoformat),
    "date": Parsed("date", datetime.date.fromisoformat),
    "uuid": Parsed("uuid", uuid.UUID),
    "file": click.Path(exists=True, dir_okay=False, path_type=Path),
    "json": Json(),
}


def value_type(argument: Argument) -> ValueType:
    """Return the click type of an argument's values."""
    if argument.is_positional and argument.kind == "text":
        return _Plain(argument.choices)
    if argument.choices:
        return Known(argument.choices)
    found = _TYPES[argument.kind]
    if argument.is_nullable and isinstance(found, Parsed):
        parse = found._parse
        return Parsed(found.name, lambda text: NULL if text == "null" else parse(text))
    return found


class _Plain(Known):
    """Return text unchanged."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The text."""
        return value
