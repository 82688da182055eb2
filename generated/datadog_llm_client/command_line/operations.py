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

from attrs import asdict, evolve, field, frozen

from .. import Client
from .._traits import TRAITS, Traits

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
    if "text" in kinds:
        return "text"
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "json"


def _members(hint: Any) -> Iterator[Any]:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        yield hint
        return
    for member in typing.get_args(hint):
        yield from _members(member)


@frozen(kw_only=True)
class Argument(Annotation):
    name: str
    help: str
    is_required: bool
    is_positional: bool


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
    def arguments(self) -> Iterator[Argument]:
        method = getattr(Client, self.name)
        helps, hints = dict(_helps(self._documentation)), typing.get_type_hints(method)
        for parameter in list(inspect.signature(method).parameters.values())[1:]:
            yield Argument(
                **asdict(read_annotation(hints[parameter.name]), recurse=False),
                name=parameter.name,
                help=helps.get(parameter.name, ""),
                is_required=parameter.default is parameter.empty,
                is_positional=parameter.kind is parameter.POSITIONAL_OR_KEYWORD,
            )

    @property
    def has_pages(self) -> bool:
        return hasattr(Client, ITERATE + self.name)

    @property
    def traits(self) -> Traits:
        return TRAITS[self.name]

    @property
    def text_option(self) -> str | None:
        match list(self.traits.text.items()):
            case []:
                return None
            case [(name, list())] if name.endswith("s"):
                return name[:-1]
        return "text"


def operations() -> dict[str, Operation]:
    found = [Operation(name, inspect.getdoc(method) or name) for name, method in vars(Client).items() if name in TRAITS]
    return {operation.command: operation for operation in found}


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())
