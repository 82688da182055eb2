"""The operations of a document, with what their path and the document itself add to them."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from .access import Credentials, Server, credentials, server
from .document import Document
from .reader import Map

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    line: int
    name: str
    place: str
    required: bool
    deprecated: bool
    schema: Any


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    label: str
    line: int
    names: tuple[str, ...]
    """The names in the path's template, in order."""
    parameters: dict[tuple[str, str], Parameter]
    node: Map
    security: dict[str, Credentials]
    own_server: Server | None
    """Set when the operation is not where the document says that all are."""

    @property
    def deprecated(self) -> bool:
        """Whether it will be removed."""
        return self.node.get("deprecated") is True

    @property
    def preview(self) -> bool:
        """Whether it may change without notice."""
        return bool(self.node.get("x-unstable"))


def scope(document: Document) -> str:
    """Return what the paths of `document` have in common, up to the first parameter: what it is concerned with."""
    paths = [path for path in document.child(document.root, "paths") if path.startswith("/")]
    if not paths:
        raise document.refusal(document.root.lines["paths"], "there is no path")
    common = posixpath.commonpath(paths)
    return common.split("{")[0].rstrip("/") + "/"


def operations(document: Document, prefix: str) -> dict[tuple[str, str], Operation]:
    """Return the operations below `prefix`, by method and by path with the names of its parameters left out."""
    paths = document.child(document.root, "paths")
    found = {}
    for path in paths:
        if not f"{path}/".startswith(prefix):
            continue
        item = document.child(paths, path)
        for method in _METHODS:
            if method in item:
                key = (method, _NAME.sub("{}", path))
                found[key] = _operation(document, path, item, method)
    return found


def _operation(document: Document, path: str, item: Map, method: str) -> Operation:
    node = document.child(item, method)
    line = item.lines[method]
    if not node.get("responses"):
        raise document.refusal(line, "an operation without responses (truncated?)")
    document.check_references(item)
    places = [owner for owner in (node, item) if "servers" in owner]
    return Operation(
        label=f"{method.upper()} {path}",
        line=line,
        names=tuple(_NAME.findall(path)),
        parameters=_parameters(document, item) | _parameters(document, node),
        node=node,
        security=credentials(document, node if "security" in node else document.root),
        own_server=server(document, places[0]) if places else None,
    )


def _parameters(document: Document, owner: Map) -> dict[tuple[str, str], Parameter]:
    found = {}
    for entry in document.items(owner, "parameters"):
        line = getattr(entry, "line", owner.lines["parameters"])
        node = document.map(entry, line, "a parameter")
        place, name = str(node.get("in")), str(node.get("name"))
        schema = node.get("schema")
        for media in document.child(node, "content").values():
            schema = document.map(media, line, "a media type").get("schema")
        found[place, name.lower() if place == "header" else name] = Parameter(
            line=line,
            name=name,
            place=place,
            required=node.get("required") is True,
            deprecated=node.get("deprecated") is True,
            schema=True if schema is None else schema,
        )
    return found
