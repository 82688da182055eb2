"""The operations as commands, read from the methods of the client and the extensions of the contract."""

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
ITERATE = "iterate_"


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


@frozen
class Operation:
    """A method of the client, as a command."""

    name: str
    _documentation: str = field(repr=False)

    @property
    def command(self) -> str:
        """The name of the command."""
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        """Its description, in a line."""
        return self._documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        """Its description."""
        return re.split(r"^(?:Source|Args|Raises):", self._documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def arguments(self) -> Iterator[Argument]:
        """Its arguments, in the order of the method."""
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
        """Whether the client can iterate over its pages."""
        return hasattr(Client, ITERATE + self.name)

    @property
    def traits(self) -> Traits:
        """Its extensions."""
        return TRAITS[self.name]

    @property
    def text_option(self) -> str | None:
        """The option that takes a plain text: the singular of its argument if the text becomes an item of a list."""
        match list(self.traits.text.items()):
            case []:
                return None
            case [(name, list())] if name.endswith("s"):
                return name[:-1]
        return "text"


def operations() -> dict[str, Operation]:
    """Return all operations by command name, in the order of the contract."""
    found = [Operation(name, inspect.getdoc(method) or name) for name, method in vars(Client).items() if name in TRAITS]
    return {operation.command: operation for operation in found}


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    """Return the descriptions in `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())
