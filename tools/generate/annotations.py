"""The Python types of values: as they are read, and as callers may pass them."""

from __future__ import annotations

from collections.abc import Iterable

from .scope import Scope
from .values import Anything, Array, Const, Enum, Map, Null, Nullable, Object, Scalar, Union, Value

_BUILTINS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "byte": "bytes"}
ABC = "collections.abc"


class Annotations:
    """Prints types for a module. `taken` prints what callers may pass, in place of what comes back."""

    def __init__(self, scope: Scope, *, taken: bool, files: str = "") -> None:
        self._scope = scope
        self._taken = taken
        self._files = files

    def of(self, value: Value) -> str:
        """The type of a value."""
        match value:
            case Anything():
                return self._any
            case Null():
                return "None"
            case Scalar():
                return self._scalar(value.kind)
            case Const(constant) if not isinstance(constant, float):
                return f"{self._scope.name('typing', 'Literal')}[{constant!r}]"
            case Const():
                return self._scope.builtin("float")
            case Enum():
                return self._scope.model(value.name)
            case Object():
                name = self._scope.model(value.name)
                return f"{name} | {self._scope.model(f'{value.name}Dict', '_dicts')}" if self._taken else name
            case Map() if not self._taken and _is_plain(value.item):
                return self._scope.model(value.name)
            case Map():
                return self._mapping(self.of(value.item))
            case Array():
                return f"{self._sequence}[{self.of(value.item)}]"
            case Union():
                return self._union(value)
            case Nullable():
                return _joined([self.of(value.value), "None"])

    @property
    def _any(self) -> str:
        return self._scope.name("typing", "Any")

    @property
    def _sequence(self) -> str:
        return self._scope.name(ABC, "Sequence") if self._taken else self._scope.builtin("list")

    def _mapping(self, item: str) -> str:
        kind = self._scope.name(ABC, "Mapping") if self._taken else self._scope.builtin("dict")
        return f"{kind}[{self._scope.builtin('str')}, {item}]"

    def _union(self, value: Union) -> str:
        members = [self.of(member) for member in value.members]
        if not self._taken and any(isinstance(member, Object) for member in value.members):
            members.append(self._mapping(self._any))  # a member that the contract does not know yet
        return _joined(members)

    def _scalar(self, kind: str) -> str:
        match kind:
            case "date":
                return f"{self._scope.module('datetime')}.date"
            case "date-time":
                return f"{self._scope.module('datetime')}.datetime"
            case "uuid":
                return self._scope.name("uuid", "UUID")
            case "binary" if self._files:
                return self._scope.name(self._files, "FileInput")
            case "json" if self._taken:
                # A type stands for its schema.
                kinds = [
                    self._scope.builtin("str"),
                    self._mapping(self._any),
                    f"{self._scope.builtin('type')}[{self._any}]",
                ]
                return " | ".join(kinds)
            case "binary" | "json":
                return self._scope.builtin("str")
            case _:
                return self._scope.builtin(_BUILTINS[kind])


def _is_plain(value: Value) -> bool:
    """Whether the type of a value names no model, so that an alias of it needs no imports of them."""
    match value:
        case Array(item) | Nullable(item):
            return _is_plain(item)
        case _:
            return isinstance(value, Anything | Scalar | Const)


def _joined(types: Iterable[str]) -> str:
    """A union of types, each once."""
    return " | ".join(dict.fromkeys(part for each in types for part in _parts(each)))


def _parts(annotation: str) -> list[str]:
    """The members of a union, at its top."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(annotation):
        depth += (character == "[") - (character == "]")
        if depth == 0 and annotation.startswith(" | ", index):
            parts.append(annotation[start:index])
            start = index + 3
    return [*parts, annotation[start:]]
