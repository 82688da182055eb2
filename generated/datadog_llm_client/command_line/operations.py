# Copied from extras/command_line/operations.py: edit that.
from __future__ import annotations

import datetime
import inspect
import os
import re
import types
import typing
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from .. import Client
from .._traits import TRAITS

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
ITERATE = "iterate_"


@frozen
class Annotation:
    kind: Kind
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


def read_annotation(hint: Any) -> Annotation:
    members = list(_members(hint))
    kinds = {kind for kind, _ in members if kind not in ("null", "list", "choice")}
    choices = tuple(str(value) for kind, value in members if kind == "choice")
    items = [value for kind, value in members if kind == "list"]
    is_nullable = ("null", None) in members
    if len(items) == 1 and not kinds and items[0].kind != "json" and not items[0].is_repeated:
        return Annotation(items[0].kind, True, is_nullable, items[0].choices)
    return Annotation("json" if items and "text" not in kinds else _best(kinds), False, is_nullable, choices)


def _best(kinds: set[Any]) -> Kind:
    if "text" in kinds:
        return "text"
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "json"


def _members(hint: Any) -> Iterator[tuple[str, Any]]:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        for member in typing.get_args(hint):
            yield from _members(member)
    elif origin is Literal:
        for value in typing.get_args(hint):
            yield _KINDS.get(type(value), "json"), None
            yield "choice", value
    elif origin in (list, Sequence):
        yield "list", read_annotation(typing.get_args(hint)[0])
    elif hint is type(None):
        yield "null", None
    elif (kind := _KINDS.get(origin or hint)) is not None:
        yield kind, None
    elif hint is Any or hasattr(hint, "from_dict") or origin in (dict, Mapping) or typing.is_typeddict(hint):
        yield "json", None


@frozen
class Argument:
    name: str
    kind: Kind
    help: str
    is_required: bool
    is_positional: bool
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


@frozen
class Operation:
    name: str
    _documentation: str = field(repr=False)

    @property
    def command(self) -> str:
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        return self._documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        return re.split(r"^(?:Source|Args|Raises):", self._documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def arguments(self) -> tuple[Argument, ...]:
        return tuple(_arguments(self.name, self._documentation))

    @property
    def has_pages(self) -> bool:
        return hasattr(Client, ITERATE + self.name)

    @property
    def text(self) -> Mapping[str, Any]:
        return TRAITS[self.name].text

    def with_text(self, text: str) -> dict[str, Any]:
        return TRAITS[self.name].with_text(text)

    @property
    def text_option(self) -> str | None:
        names = list(self.text)
        if len(names) == 1 and isinstance(self.text[names[0]], list) and names[0].endswith("s"):
            return names[0][:-1]
        return "text" if names else None


def operations() -> dict[str, Operation]:
    found = {}
    for name, method in vars(Client).items():
        if inspect.isfunction(method) and name in TRAITS:
            operation = Operation(name, inspect.getdoc(method) or name)
            found[operation.command] = operation
    return found


def _arguments(name: str, documentation: str) -> Iterator[Argument]:
    method = getattr(Client, name)
    helps = dict(_helps(documentation))
    hints = typing.get_type_hints(method)
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        found = read_annotation(hints[parameter.name])
        yield Argument(
            parameter.name,
            found.kind,
            helps.get(parameter.name, ""),
            is_required=parameter.default is parameter.empty,
            is_positional=parameter.kind is parameter.POSITIONAL_OR_KEYWORD,
            is_repeated=found.is_repeated,
            is_nullable=found.is_nullable,
            choices=found.choices,
        )


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())
