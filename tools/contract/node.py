"""One part of a document."""

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
# What stands below these has names that are nobody's keywords.
_NAMED = frozenset({"properties", "patternProperties", "schemas", "parameters", "responses", "headers"})


class Node(Mapping[str, Any]):
    """What stands at one place of a document, as a mapping whose reference is followed when it is looked into.

    Keywords beside a `$ref` add to what it names. `line` is where the part is used, `at` the line of a keyword, which
    may be elsewhere. Where the part makes no sense, looking into it raises a `ToolError` that names the line.
    """

    def __init__(self, document: Document, raw: Any, line: int, name: str) -> None:
        self.document = document
        self.raw = raw
        """The value as it is written, with its reference."""
        self.line = line
        self.name = name
        """The key or the number that it stands under."""

    @cached_property
    def resolved(self) -> Map:
        """The mapping, with its reference followed."""
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
        """Return the line of the first of `keys` that is there, else of the node itself."""
        lines = self.resolved.lines
        return next((lines[key] for key in keys if key in lines), self.line)

    def child(self, *path: str) -> Node:
        """Return the node under a key, or under several in turn; an empty one where there is none."""
        node = self
        for key in path:
            node = Node(self.document, node.get(key, Map(node.line, {}, {})), node.at(key), key)
        return node

    def children(self) -> dict[str, Node]:
        """Return the nodes under all keys."""
        return {key: self.child(key) for key in self}

    def listed(self, key: str) -> list[Any]:
        """Return the plain values of the list under `key`; none when the key is absent."""
        found = self.get(key, [])
        if not isinstance(found, list):
            raise self.error(f"`{key}` is expected to be a list", self.at(key))
        return found

    def members(self, key: str) -> list[Node]:
        """Return the nodes of the list under `key`; none when the key is absent."""
        line = self.at(key)
        return [
            Node(self.document, value, getattr(value, "line", line), f"{key}/{index}")
            for index, value in enumerate(self.listed(key))
        ]

    def walk(self) -> Iterator[Node]:
        """Give the node and all that is written inside it, but neither what references lead to nor mere data."""
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
        """Follow every reference inside, so that what differs as a whole is known to make sense inside."""
        seen: set[int] = set()
        waiting: list[Node] = [self]
        while waiting:
            for node in waiting.pop().walk():
                if "$ref" in node.raw and id(node.raw) not in seen and id(node.resolved) not in seen:
                    waiting.append(Node(self.document, node.resolved, node.line, node.name))
                seen.add(id(node.raw))

    def error(self, problem: str, line: int | None = None) -> ToolError:
        """Return the error that says what is wrong with the node, or on a line of it."""
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
