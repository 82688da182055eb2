# Copied from extras/command_line/operations.py: edit that.
"""The operations as commands, read from the methods of the client and the extensions of the contract."""

from __future__ import annotations

import ast
import datetime
import inspect
import os
import re
import types
import typing
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from .. import Client
from .._traits import TRAITS

#: `json` is for anything without a better form on a command line.
Kind: TypeAlias = Literal["text", "integer", "number", "boolean", "date-time", "date", "uuid", "file", "json"]
Names: TypeAlias = Callable[[str], Any]

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
_BUILTINS = {"str": str, "int": int, "float": float, "bool": bool, "bytes": bytes}
_JSON = ("Mapping", "dict", "list", "Sequence", "Any")


@frozen
class Annotation:
    """The meaning of an annotation."""

    kind: Kind
    is_repeated: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()


def read_annotation(text: str, names: Names) -> Annotation:
    """Parse an annotation as written; `names` resolves its names."""
    members = list(_members(ast.parse(text, mode="eval").body, names))
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


def _members(node: ast.expr, names: Names) -> Iterator[tuple[str, Any]]:
    """Return the members of a union, each as its kind and details."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _members(left, names)
            yield from _members(right, names)
        case ast.Constant(value=None):
            yield "null", None
        case ast.Subscript(value=ast.Name(id="Literal"), slice=values):
            for value in values.elts if isinstance(values, ast.Tuple) else [values]:
                yield from _literal(ast.literal_eval(value))
        case ast.Subscript(value=ast.Name(id="Sequence" | "list"), slice=item):
            yield "list", read_annotation(ast.unparse(item), names)
        case ast.Subscript():
            yield "json", None
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _JSON:
            yield "json", None
        case ast.Name(id=name):
            yield from _meaning(_BUILTINS.get(name) or names(name))
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            yield from _meaning(getattr(names(module), name, None))
        case _:
            yield "json", None


def _meaning(meant: Any) -> Iterator[tuple[str, Any]]:
    """Return the members of what a name refers to, except those that a command line cannot express."""
    origin = typing.get_origin(meant)
    if origin in (typing.Union, types.UnionType):
        for member in typing.get_args(meant):
            yield from _meaning(member)
    elif origin is Literal:
        for value in typing.get_args(meant):
            yield from _literal(value)
    elif meant is type(None):
        yield "null", None
    elif (kind := _KINDS.get(origin or meant)) is not None:
        yield kind, None
    elif hasattr(meant, "from_dict") or origin in (list, dict, Sequence, Mapping) or typing.is_typeddict(meant):
        yield "json", None


def _literal(value: Any) -> Iterator[tuple[str, Any]]:
    yield _KINDS.get(type(value), "json"), None
    yield "choice", value


ITERATE = "iterate_"


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
    names = _Names(inspect.unwrap(method).__globals__)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    for parameter in parameters:
        found = read_annotation(str(parameter.annotation), names)
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


class _Names:
    """Return what the names in annotations refer to. It imports models, as the clients only do for type checkers."""

    def __init__(self, module: Mapping[str, Any]) -> None:
        self._module = module

    @cached_property
    def _models(self) -> Any:
        from .. import models

        return models

    def __call__(self, name: str) -> Any:
        if name in self._module:
            return self._module[name]
        return getattr(self._models, name, None)


def _helps(documentation: str) -> Iterator[tuple[str, str]]:
    """Return the descriptions in `Args:`, by name."""
    section = re.search(r"^Args:\n((?:[ ].*\n|\n)*)", documentation + "\n", re.MULTILINE)
    if section is None:
        return
    for name, text in re.findall(r"^ {4}(\w+): ?((?:.*\n)(?: {5,}.*\n)*)", section[1], re.MULTILINE):
        yield name, " ".join(text.split())
