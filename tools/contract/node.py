"""A part of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.console import ToolError

from .reader import Map

if TYPE_CHECKING:
    from .document import Document

# Values of these keywords are data, in which `$ref` has no meaning.
DATA = frozenset({"example", "examples", "default", "enum", "const"})
# The keys below these are names, not keywords.
_NAMED = frozenset({"properties", "patternProperties", "schemas", "parameters", "responses", "headers"})


class Node(Mapping[str, Any]):
    """A mapping in a document, whose `$ref` is followed on access.

    Keywords next to a `$ref` extend its target. `line` is where the node is used; `at` returns the line of a keyword,
    which may be elsewhere. Access to a malformed node raises a `ToolError` with the line.
    """

    def __init__(self, document: Document, raw: Any, line: int, name: str) -> None:
        self.document = document
        self.raw = raw
        """The value as written, without following its reference."""
        self.line = line
        self.name = name
        """The key or index of the node."""

    @cached_property
    def resolved(self) -> Map:
        """The mapping, after following its reference."""
        if not isinstance(self.raw, Map):
            raise self.error(f"`{self.name}` is expected to be a mapping")
        chain = [self.raw]
        while "$ref" in chain[-1]:
            target = self._target(chain[-1])
            if any(target is seen for seen in chain):
                raise self.error(f"circular reference {chain[-1]['$ref']}", chain[-1].lines["$ref"])
            chain.append(target)
        if all(len(link) == 1 for link in chain[:-1]):
            return chain[-1]
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for link in reversed(chain):
            values |= {key: value for key, value in link.items() if key != "$ref"}
            lines |= link.lines
        return Map(self.line, values, lines)

    def __getitem__(self, key: str) -> Any:
        return self.resolved[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the plain value under `key`, or `default`."""
        return self.resolved.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self.resolved

    def __iter__(self) -> Iterator[str]:
        return iter(self.resolved)

    def __len__(self) -> int:
        return len(self.resolved)

    def at(self, *keys: str) -> int:
        """Return the line of the first of `keys` that exists, else that of the node itself."""
        lines = self.resolved.lines
        return next((lines[key] for key in keys if key in lines), self.line)

    def child(self, *path: str) -> Node:
        """Return the node under a sequence of keys, or an empty one."""
        node = self
        for key in path:
            node = Node(self.document, node.get(key, Map(node.line, {}, {})), node.at(key), key)
        return node

    def children(self) -> dict[str, Node]:
        """Return the nodes under all keys."""
        return {key: self.child(key) for key in self}

    def listed(self, key: str) -> list[Any]:
        """Return the plain values of the list under `key`, which may be absent."""
        found = self.get(key, [])
        if not isinstance(found, list):
            raise self.error(f"`{key}` is expected to be a list", self.at(key))
        return found

    def members(self, key: str) -> list[Node]:
        """Return the nodes of the list under `key`, which may be absent."""
        line = self.at(key)
        return [
            Node(self.document, value, getattr(value, "line", line), f"{key}/{index}")
            for index, value in enumerate(self.listed(key))
        ]

    def walk(self) -> Iterator[Node]:
        """Yield the node and all nodes written inside it, without following references or entering data."""
        return self._walk(names=False)

    def _walk(self, *, names: bool) -> Iterator[Node]:
        if not isinstance(self.raw, Map):
            return
        yield self
        for key, value in self.raw.items():
            if names or key not in DATA:
                below = isinstance(value, Map) and not names and key in _NAMED
                for part in value if isinstance(value, list) else [value]:
                    line = getattr(part, "line", self.raw.lines[key])
                    yield from Node(self.document, part, line, key)._walk(names=below)

    def check_references(self) -> None:
        """Follow every reference inside, so that a whole part can be reported as different only if it is valid."""
        seen: set[int] = set()
        waiting: list[Node] = [self]
        while waiting:
            for node in waiting.pop().walk():
                if "$ref" in node.raw and id(node.raw) not in seen and id(node.resolved) not in seen:
                    waiting.append(Node(self.document, node.resolved, node.line, node.name))
                seen.add(id(node.raw))

    def error(self, problem: str, line: int | None = None) -> ToolError:
        """Return an error for the node, or for one of its lines."""
        return ToolError(f"{self.document.name}:{line or self.line}: {problem}")

    def _target(self, node: Map) -> Map:
        reference, line = node["$ref"], node.lines["$ref"]
        try:
            found = self.document.lookup(str(reference))
        except LookupError as error:
            raise self.error(error.args[0], line) from None
        if not isinstance(found, Map):
            raise self.error(f"the reference {reference} does not point to a mapping", line)
        return found
