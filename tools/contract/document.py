"""Loads an OpenAPI document."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

from tools.console import ToolError

from .node import Node
from .operation import METHODS, Operation
from .pointer import lookup
from .reader import parse

MAX_BYTES = 64 * 1024 * 1024


class Document:
    """An OpenAPI 3.0 or 3.1 document. `name` identifies it in messages and findings."""

    def __init__(self, plain: Any, name: str) -> None:
        self.plain = plain
        """The document as dicts, lists and scalars, for libraries."""
        self.name = name
        self.root = Node(self, plain, 1, "document")
        self._found: dict[str, Any] = {}

    @classmethod
    def load(cls, source: Path | str | bytes, name: str | None = None) -> Document:
        """Read a file or a string. Raises `ToolError`, with a line number if there is one."""
        if isinstance(source, Path):
            try:
                with source.open("rb") as file:
                    return cls.load(file.read(MAX_BYTES + 1), name or str(source))
            except OSError as error:
                raise ToolError(f"{source}: {error.strerror or error}") from error
        name = name or "the text"
        if len(source) > MAX_BYTES:
            raise ToolError(f"{name}: is larger than {MAX_BYTES >> 20} MB")
        try:
            text = source if isinstance(source, str) else source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ToolError(f"{name}: is not UTF-8 text (byte {error.start})") from error
        # A truncated file usually still parses, and what is missing would look removed.
        if not text.endswith("\n") and not text.lstrip().startswith("{"):
            raise ToolError(f"{name}: ends in the middle of a line, so it may be truncated")
        document = cls(parse(text, name), name)
        document._check()
        return document

    def _check(self) -> None:
        if not isinstance(self.plain, dict):
            raise ToolError(f"{self.name}: is not an OpenAPI document")
        for key in ("openapi", "info", "paths", "servers"):
            if not self.plain.get(key):
                raise ToolError(f"{self.name}: has no `{key}`, so it is not a whole contract (truncated?)")
        if not str(self.plain["openapi"]).startswith(("3.0", "3.1")):
            raise ToolError(f"{self.name}: is not an OpenAPI 3.0 or 3.1 document")

    def lookup(self, reference: str) -> Any:
        """Return the plain value that `#/...` points to. Raises `LookupError`."""
        if reference not in self._found:
            self._found[reference] = lookup(self.plain, reference)
        return self._found[reference]

    def operations(self, prefix: str = "/") -> list[Operation]:
        """Return the operations with paths below `prefix`, in document order."""
        return [
            Operation(method, path, item)
            for path, item in self.root.child("paths").children().items()
            if f"{path}/".startswith(prefix)
            for method in METHODS
            if method in item
        ]

    @property
    def scope(self) -> str:
        """The common prefix of the paths, up to the first parameter: the scope of the document."""
        paths = [path for path in self.root.child("paths") if path.startswith("/")]
        if not paths:
            raise self.root.error("`paths` is empty", self.root.at("paths"))
        return posixpath.commonpath(paths).split("{")[0].rstrip("/") + "/"
