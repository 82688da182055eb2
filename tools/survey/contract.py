"""The operations of a contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.contract import METHODS
from tools.upstream import upstream

from .schemas import Node


@dataclass(frozen=True)
class Operation:
    """An operation of the contract, with the name that a maintainer would give it."""

    tag: str
    name: str
    method: str
    path: str

    @property
    def label(self) -> str:
        """The method and path, for people."""
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True)
class Contract:
    """A contract as plain values, with its operations."""

    name: str
    root: Node
    operations: tuple[Operation, ...]

    @classmethod
    def load(cls, wanted: str) -> Contract:
        """Read a file, a URL or a release, by default the newest. Raises `ToolError`."""
        document = upstream(wanted)
        return cls.of(document.plain, document.name)

    @classmethod
    def of(cls, root: Node, name: str) -> Contract:
        """Wrap a document."""
        return cls(name, root, tuple(_operations(root)))

    def node(self, operation: Operation) -> Node:
        """Return an operation's part of the document."""
        node: Node = self.root["paths"][operation.path][operation.method]
        return node


def _operations(root: Node) -> Iterator[Operation]:
    seen: set[str] = set()
    for path, item in root["paths"].items():
        for method, node in item.items():
            if method not in METHODS:
                continue
            name = snake_case(str(node.get("operationId") or f"{method}_{path}"))
            if name in seen:
                name = snake_case(f"{name}_{method}_{path}")
            seen.add(name)
            yield Operation(str((node.get("tags") or ["untagged"])[0]), name, method, path)


def snake_case(name: str) -> str:
    """Return a name as a maintainer would write it: `list_api_keys` for `ListAPIKeys`."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", re.sub(r"\W+", "_", name))
    return re.sub(r"_+", "_", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)).strip("_").lower()
