"""One OpenAPI document: its text, its references, and the lines that its parts stand on."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .reader import Map, parse
from .refusal import CannotCompare

MAX_BYTES = 64 * 1024 * 1024
# Values of these are data, in which `$ref` has no meaning.
_FREE_FORM = {"example", "examples", "default", "enum", "const"}


class Document:
    """An OpenAPI 3 document that resolves its own references."""

    def __init__(self, root: Map, name: str) -> None:
        self.root = root
        self.name = name

    @classmethod
    def from_text(cls, text: str, name: str) -> "Document":
        """Read `text`; `name` stands for it in messages and findings."""
        # A file cut short mostly still parses, and would then look as if Datadog had removed what is missing.
        if not text.endswith("\n") and not text.lstrip().startswith("{"):
            raise CannotCompare(f"{name}: ends in the middle of a line, so it may be truncated")
        document = cls(parse(text, name), name)
        document._check()
        return document

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> "Document":
        """Decode and read `data`."""
        if len(data) > MAX_BYTES:
            raise CannotCompare(f"{name}: is larger than {MAX_BYTES >> 20} MB")
        try:
            return cls.from_text(data.decode("utf-8-sig"), name)
        except UnicodeDecodeError as error:
            raise CannotCompare(f"{name}: is not UTF-8 text (byte {error.start})") from error

    @classmethod
    def from_file(cls, path: Path, name: str | None = None) -> "Document":
        """Read the file at `path`."""
        try:
            with path.open("rb") as file:
                return cls.from_bytes(file.read(MAX_BYTES + 1), name or str(path))
        except OSError as error:
            raise CannotCompare(f"{path}: {error.strerror or error}") from error

    def _check(self) -> None:
        if not isinstance(self.root, Map):
            raise CannotCompare(f"{self.name}: is not an OpenAPI document")
        for key in ("openapi", "info", "paths", "servers"):
            if not self.root.get(key):
                raise CannotCompare(f"{self.name}: has no `{key}`, so it is not a whole contract (truncated?)")
        if not str(self.root["openapi"]).startswith(("3.0", "3.1")):
            raise CannotCompare(f"{self.name}: is not an OpenAPI 3.0 or 3.1 document")

    def refusal(self, line: int, problem: str) -> CannotCompare:
        """Return the error that says what is wrong on `line`."""
        return CannotCompare(f"{self.name}:{line}: {problem}")

    def map(self, node: Any, line: int, what: str) -> Map:
        """Return `node` as a mapping with its reference followed; keywords beside a `$ref` add to what it names."""
        if not isinstance(node, Map):
            raise self.refusal(line, f"{what} is expected to be a mapping")
        chain = [node]
        while "$ref" in chain[-1]:
            target = self._target(chain[-1])
            if any(target is seen for seen in chain):
                raise self.refusal(chain[-1].lines["$ref"], f"circular reference {chain[-1]['$ref']}")
            chain.append(target)
        if all(len(link) == 1 for link in chain[:-1]):
            return chain[-1]
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for link in reversed(chain):
            values |= {key: value for key, value in link.items() if key != "$ref"}
            lines |= link.lines
        return Map(node.line, values, lines)

    def check_references(self, node: Any) -> None:
        """Follow every reference below `node`, so that what differs as a whole is known to make sense inside."""
        seen: set[int] = set()
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if id(inner) in seen:
                continue
            seen.add(id(inner))
            if isinstance(inner, Map):
                waiting += [value for key, value in inner.items() if key not in _FREE_FORM]
                waiting += [self.map(inner, inner.line, "")] if "$ref" in inner else []
            elif isinstance(inner, list):
                waiting += inner

    def child(self, parent: Map, key: str, what: str | None = None) -> Map:
        """Return the mapping under `key`, its reference followed; an empty one when the key is absent."""
        if key not in parent:
            return Map(parent.line, {}, {})
        return self.map(parent[key], parent.lines[key], what or f"`{key}`")

    def items(self, parent: Map, key: str) -> list[Any]:
        """Return the list under `key`; an empty one when the key is absent."""
        found = parent.get(key, [])
        if not isinstance(found, list):
            raise self.refusal(parent.lines[key], f"`{key}` is expected to be a list")
        return found

    def _target(self, node: Map) -> Map:
        reference, line = node["$ref"], node.lines["$ref"]
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise self.refusal(line, f"the reference {reference} does not point into the document itself")
        found: Any = self.root
        for word in reference[2:].split("/"):
            key = unquote(word).replace("~1", "/").replace("~0", "~")
            if isinstance(found, Map) and key in found:
                found = found[key]
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            else:
                raise self.refusal(line, f"the reference {reference} points to nothing")
        if not isinstance(found, Map):
            raise self.refusal(line, f"the reference {reference} does not point to a mapping")
        return found
