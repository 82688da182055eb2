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

from attrs import field, frozen

from .. import Client
from .._traits import TRAITS

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
    """The meaning of an annotation."""

    kind: Kind
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


def read_annotation(hint: Any) -> Annotation:
    """Return the meaning of an annotation."""
    members = list(_members(hint))
    kinds = {kind for kind, _ in members if kind not in ("null", "list", "choice")}
    choices = tuple(str(value) for kind, value in members if kind == "choice")
    items = [value for kind, value in members if kind == "list"]
    is_nullable = ("null", None) in members
    if len(items) == 1 and not kinds and items[0].kind != "json" and not items[0].is_repeated:
        return Annotation(items[0].kind, True, is_nullable, items[0].choices)
    return Annotation("json" if items and "text" not in kinds else _best(kinds), False, is_nullable, choices)


def _best(kinds: set[Any]) -> Kind:
    # Text covers every value, and number covers integer.
    if "text" in kinds:
        return "text"
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "json"


def _members(hint: Any) -> Iterator[tuple[str, Any]]:
    """Return the members of a union, each as its kind and details, except those that a command line cannot express."""
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
    """An argument of a method.

    Attributes:
        is_positional: whether it is part of the path.
        is_repeated: whether it takes a list of `kind`.
        choices: known values, for completion; others are accepted too.
    """

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
    def arguments(self) -> tuple[Argument, ...]:
        """Its arguments, in the order of the method."""
        return tuple(_arguments(self.name, self._documentation))

    @property
    def has_pages(self) -> bool:
        """Whether the client can iterate over its pages."""
        return hasattr(Client, ITERATE + self.name)

    @property
    def text(self) -> Mapping[str, Any]:
        """The keyword arguments that a plain text expands to, with "$text" as its placeholder, or empty."""
        return TRAITS[self.name].text

    def with_text(self, text: str) -> dict[str, Any]:
        """Return the keyword arguments that a plain text expands to."""
        return TRAITS[self.name].with_text(text)

    @property
    def text_option(self) -> str | None:
        """The option that takes a plain text: the singular of its argument if the text becomes an item of a list."""
        names = list(self.text)
        if len(names) == 1 and isinstance(self.text[names[0]], list) and names[0].endswith("s"):
            return names[0][:-1]
        return "text" if names else None


def operations() -> dict[str, Operation]:
    """Return all operations by command name, in the order of the contract."""
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
    """Return the descriptions in `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())
