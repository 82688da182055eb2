# Copied by "make generate" from extras/command_line/annotations.py. Edit that, never this file.
"""Translates annotations for the command line: one value or several, and their kind."""

from __future__ import annotations

import ast
import datetime
import os
import types
import typing
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from attrs import frozen

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
