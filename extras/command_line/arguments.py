"""The arguments of operations: what their annotations mean, and the types of their values on a command line."""

from __future__ import annotations

import datetime
import inspect
import os
import re
import sys
import types
import typing
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import click
from attrs import asdict, evolve, frozen
from click.shell_completion import CompletionItem

from .._traits import read_json
from .app import Operation

#: `json` is for anything without a better form on a command line.
Kind: TypeAlias = Literal["text", "integer", "number", "boolean", "date-time", "date", "uuid", "file", "json"]

_KINDS: Mapping[Any, Kind] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    datetime.datetime: "date-time",
    datetime.date: "date",
    uuid.UUID: "uuid",
    bytes: "file",
    os.PathLike: "file",
}


@frozen
class Annotation:
    """The meaning of an annotation.

    Attributes:
        is_repeated: whether it takes a list of `kind`.
        choices: known values, for completion; others are accepted too.
    """

    kind: Kind
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


def read_annotation(hint: Any) -> Annotation:
    """Return the meaning of an annotation, without what a command line cannot express."""
    kinds: set[Any] = set()
    choices: list[str] = []
    items: list[Annotation] = []
    is_nullable = False
    for member in _members(hint):
        origin, arguments = typing.get_origin(member), typing.get_args(member)
        if member is type(None):
            is_nullable = True
        elif origin is Literal:
            kinds.update(_KINDS.get(type(value), "json") for value in arguments)
            choices.extend(map(str, arguments))
        elif origin in (list, Sequence):
            items.append(read_annotation(arguments[0]))
        elif (kind := _KINDS.get(origin or member)) is not None:
            kinds.add(kind)
        elif member is Any or hasattr(member, "from_dict") or origin in (dict, Mapping) or typing.is_typeddict(member):
            kinds.add("json")
    if len(items) == 1 and not kinds and items[0].kind != "json" and not items[0].is_repeated:
        return evolve(items[0], is_repeated=True, is_nullable=is_nullable)
    if items:
        kinds.add("json")
    return Annotation(_best(kinds), False, is_nullable, tuple(choices))


def _best(kinds: set[Any]) -> Kind:
    # Text covers every value, and number covers integer.
    if "text" in kinds:
        return "text"
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "json"


def _members(hint: Any) -> Iterator[Any]:
    """Return the members of a union, or what is none."""
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        yield hint
        return
    for member in typing.get_args(hint):
        yield from _members(member)


@frozen(kw_only=True)
class Argument(Annotation):
    """An argument of a method. `is_positional` says whether it is part of the path."""

    name: str
    help: str
    is_required: bool
    is_positional: bool


def arguments_of(operation: Operation) -> Iterator[Argument]:
    """Yield the arguments of an operation, in the order of the method."""
    helps, hints = dict(_helps(operation.documentation)), typing.get_type_hints(operation.method)
    for parameter in list(inspect.signature(operation.method).parameters.values())[1:]:
        yield Argument(
            **asdict(read_annotation(hints[parameter.name]), recurse=False),
            name=parameter.name,
            help=helps.get(parameter.name, ""),
            is_required=parameter.default is parameter.empty,
            is_positional=parameter.kind is parameter.POSITIONAL_OR_KEYWORD,
        )


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    """Return the descriptions in `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())


#: A null that was given, as click takes None for a missing value.
NULL = object()


class Value(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # not generic before click 8.4
    """A value of some kind. `parse` raises what has no more to say than that it is not of that kind."""

    def __init__(self, name: str, parse: Callable[[str], Any], choices: Sequence[str] = ()) -> None:
        self.name = name
        self._parse = parse
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except (LookupError, ValueError):
            self.fail(f"{value!r} is not a {self.name}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete known values, or files after an @."""
        if incomplete.startswith("@") and self._parse in (_content, _json):
            return [CompletionItem(incomplete[1:], type="file", prefix="@")]
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


def _content(value: str) -> str:
    """Return text as it is, the content of a file for `@path`, of standard input for `-`, and a leading @ for `@@`."""
    if value.startswith("@@"):
        return value[1:]
    try:
        if value in ("-", "@-"):
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(value[1:]).read_text(encoding="utf-8-sig") if value.startswith("@") else value
    except OSError as error:
        raise click.BadParameter(f"{value[1:]}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise click.BadParameter(f"{value}: is not UTF-8") from None


def _json(value: str) -> Any:
    content = _content(value)
    try:
        found = read_json(content)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return NULL if found is None else found


_PARSERS: Mapping[Kind, Callable[[str], Any]] = {
    "text": _content,
    "integer": int,
    "number": lambda text: int(text) if text.lstrip("-").isdecimal() else float(text),
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "date-time": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "uuid": uuid.UUID,
    "json": _json,
}
TEXT, JSON = Value("text", _content), Value("json", _json)


def value_type(argument: Argument) -> Value | click.Path:
    """Return the click type of an argument's values."""
    if argument.kind == "file":
        return click.Path(exists=True, dir_okay=False, path_type=Path)
    parse = _PARSERS[argument.kind]
    if argument.kind == "text" and argument.is_positional:
        return Value("text", str, argument.choices)
    if argument.is_nullable and parse not in (_content, _json):
        return Value(argument.kind, lambda text: NULL if text == "null" else parse(text), argument.choices)
    return Value(argument.kind, parse, argument.choices)


def json_object(option: str, value: Any) -> dict[str, Any]:
    """Return the value of an option that takes a JSON object, or an empty one."""
    if not isinstance(value, dict | None):
        found = "null" if value is NULL else type(value).__name__
        raise click.UsageError(f"--{option} must be a JSON object, not {found}")
    return value or {}
