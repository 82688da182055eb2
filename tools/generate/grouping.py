"""Which schemas stand together in a module: those that the same operations use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from . import names
from .operations import Operation
from .values import Enum, Map, Object, Value, nested


@frozen
class Group:
    """The schemas of one module, in the order of the document."""

    module: str
    title: str
    schemas: tuple[str, ...]


def grouped(
    operations: Iterable[Operation], inside: Mapping[str, Sequence[Value]], modules: Mapping[str, str]
) -> list[Group]:
    """Group the schemas. By their names, `inside` are the values of each, and `modules` those named after one.

    What one operation uses stands in a module of its name. What several use, or none, is divided into what hangs
    together, named after the schema that leads to the rest. So a call imports what it needs and little more, and no
    two modules import each other: what a schema refers to is used by all the operations that use the schema.
    """
    references = {name: list(dict.fromkeys(_named(values))) for name, values in inside.items()}
    users: dict[str, set[str]] = {name: set() for name in inside}
    for operation in operations:
        waiting = list(_named(_values(operation)))
        while waiting:
            name = waiting.pop()
            if operation.name not in users[name]:
                users[name].add(operation.name)
                waiting += references[name]
    members: dict[frozenset[str], list[str]] = {}
    for name, found in users.items():
        members.setdefault(frozenset(found), []).append(name)
    groups: list[Group] = []
    for using, schemas in sorted(members.items(), key=lambda item: len(item[0]) != 1):
        if len(using) == 1:
            (name,) = using
            named = [(names.module(name), f"The models of the `{name}` operation.", schemas)]
        else:
            named = []
            for part in _connected(schemas, references):
                first = _first(part, references)
                around = " and the models around it" if len(part) > 1 else ""
                named.append((modules[first], f"`{first}`{around}.", part))
        for module, title, part in named:
            groups.append(Group(names.numbered(module, [group.module for group in groups]), title, tuple(part)))
    return groups


def _values(operation: Operation) -> Iterator[Value]:
    yield from (parameter.value for parameter in operation.parameters)
    if operation.body is not None:
        yield operation.body.value
    yield from (success.value for success in operation.successes if success.value is not None)


def _named(values: Iterable[Value]) -> Iterator[str]:
    """The schemas that values refer to."""
    for value in values:
        if isinstance(value, Object | Map | Enum):
            yield value.name
        else:
            yield from _named(nested(value))


def _connected(schemas: Sequence[str], references: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The parts of the schemas that are not connected with each other."""
    neighbours: dict[str, set[str]] = {name: set() for name in schemas}
    for name in schemas:
        for other in references[name]:
            if other in neighbours:
                neighbours[name].add(other)
                neighbours[other].add(name)
    parts: list[list[str]] = []
    left = dict.fromkeys(schemas)
    while left:
        part, waiting = set(), [next(iter(left))]
        while waiting:
            name = waiting.pop()
            if name not in part:
                part.add(name)
                waiting += neighbours[name]
        parts.append([name for name in left if name in part])
        left = {name: None for name in left if name not in part}
    return parts


def _first(schemas: Sequence[str], references: Mapping[str, Sequence[str]]) -> str:
    """The first of the schemas that no other of them refers to, or the first, where they go in circles."""
    referred = {other for name in schemas for other in references[name] if other != name}
    return next((name for name in schemas if name not in referred), schemas[0])
