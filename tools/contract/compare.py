"""Compares two documents, operation by operation: ours with Datadog's, or two versions of ours."""

from collections.abc import Iterable, Iterator

from tools.console import ToolError

from .access import Server, server
from .compare_schema import SchemaComparison, deprecation
from .document import Document
from .finding import EVERY_OPERATION, WHOLE, Finding, Mismatch
from .node import Node
from .operation import JSON, Operation
from .rating import Side


def compare(old: Document, new: Document, prefix: str = "/") -> list[Finding]:
    """Return what `new` changes for callers of `old`, worst first, in operations with paths below `prefix`."""
    ours, theirs = _operations(old, prefix), _operations(new, prefix)
    findings = set()
    for mismatch in _servers(server(old.root), server(new.root)):
        findings.add(Finding.of(mismatch, EVERY_OPERATION, Side.REQUEST))
    for key in ours.keys() | theirs.keys():
        one, other = ours.get(key), theirs.get(key)
        if one and other:
            findings |= {Finding.of(mismatch, one.label, side) for side, mismatch in _Pair(one, other).mismatches()}
        elif one:
            gone = Mismatch("operation-removed", WHOLE, "is gone", one.node.line, new.root.at("paths"))
            findings.add(Finding.of(gone, one.label, Side.REQUEST))
        elif other:
            come = Mismatch("operation-added", WHOLE, "is new", old.root.at("paths"), other.node.line)
            findings.add(Finding.of(come, other.label, Side.REQUEST))
    return sorted(findings, key=lambda finding: finding.order)


def _operations(document: Document, prefix: str) -> dict[tuple[str, str], Operation]:
    found = {operation.key: operation for operation in document.operations(prefix)}
    if not found:
        raise ToolError(f"{document.name}: no operation below {prefix}")
    for operation in found.values():
        operation.check()
    return found


class _Pair:
    """An operation that is in both documents."""

    def __init__(self, one: Operation, other: Operation) -> None:
        self._one = one
        self._other = other
        self._schemas = SchemaComparison()

    def mismatches(self) -> Iterator[tuple[Side, Mismatch]]:
        one, other = self._one.node, self._other.node
        for part in (self._parameters(), self._request(), _security(self._one, self._other), self._own_servers()):
            for mismatch in part:
                yield Side.REQUEST, mismatch
        for mismatch in self._responses():
            yield Side.RESPONSE, mismatch
        for mismatch in _deprecation(one, other, WHOLE):
            yield Side.REQUEST, mismatch
        if bool(one.get("x-unstable")) != bool(other.get("x-unstable")):
            kind, word = ("preview-removed", "no longer a preview")
            if other.get("x-unstable"):
                kind, word = ("preview-added", "a preview")
            yield Side.REQUEST, Mismatch(kind, WHOLE, f"is {word}", *_lines(one, other, "x-unstable"))

    def _own_servers(self) -> Iterator[Mismatch]:
        one, other = self._one.own_server, self._other.own_server
        if one or other:
            roots = self._one.node.document.root, self._other.node.document.root
            yield from _servers(one or server(roots[0]), other or server(roots[1]))

    def _parameters(self) -> Iterator[Mismatch]:
        left = dict(self._other.parameters)
        names = dict(zip(self._one.names, self._other.names, strict=True))
        for (place, name), old in self._one.parameters.items():
            path = f"parameter.{place}.{old.name}"
            new_name = names.get(name, name) if place == "path" else name
            new = left.pop((place, new_name), None)
            if new is None:
                yield Mismatch("parameter-removed", path, "is gone", old.node.line, self._other.node.line)
                continue
            if new_name != name:
                message = f"is called `{new.name}`"
                yield Mismatch("parameter-renamed", path, message, *_lines(old.node, new.node))
            if old.required != new.required:
                kind = "made-required" if new.required else "made-optional"
                yield Mismatch(kind, path, f"is {kind.removeprefix('made-')}", *_lines(old.node, new.node))
            yield from _deprecation(old.node, new.node, path)
            yield from self._schemas.schemas(old.schema, new.schema, path)
        for (place, _), new in left.items():
            kind = "parameter-added-required" if new.required else "parameter-added"
            path = f"parameter.{place}.{new.name}"
            yield Mismatch(kind, path, "is new", self._one.node.line, new.node.line)

    def _request(self) -> Iterator[Mismatch]:
        path = "request.body"
        one, other = self._one.node.child("requestBody"), self._other.node.child("requestBody")
        required = [body.get("required") is True for body in (one, other)]
        if one and other and required[0] != required[1]:
            kind = "made-required" if required[1] else "made-optional"
            yield Mismatch(kind, path, f"the body is {kind.removeprefix('made-')}", *_lines(one, other))
        yield from self._content(one, other, path, "body-added-required" if required[1] else "body-added")

    def _responses(self) -> Iterator[Mismatch]:
        ours, theirs = (
            {status.upper(): node for status, node in operation.responses.items()}
            for operation in (self._one, self._other)
        )
        lines = _lines(self._one.node, self._other.node, "responses")
        for status in ours.keys() | theirs.keys():
            path = f"response.{status}"
            sort = "success" if status.startswith("2") else "status"
            if status not in theirs:
                yield Mismatch(f"{sort}-removed", path, f"status {status} is gone", ours[status].line, lines[1])
            elif status not in ours:
                yield Mismatch(f"{sort}-added", path, f"status {status} is new", lines[0], theirs[status].line)
            else:
                yield from self._content(ours[status], theirs[status], f"{path}.body", "body-added")

    def _content(self, one: Node, other: Node, path: str, added: str) -> Iterator[Mismatch]:
        ours, theirs, lines = _media(one), _media(other), _lines(one, other)
        if bool(ours) != bool(theirs):
            kind, word = ("body-removed", "is gone") if ours else (added, "is new")
            yield Mismatch(kind, path, f"the body {word}", *lines)
            return
        for name in ours.keys() - theirs.keys():
            yield Mismatch("media-type-removed", f"{path}:{name}", f"no longer sent as {name}", *lines)
        for name in theirs.keys() - ours.keys():
            yield Mismatch("media-type-added", f"{path}:{name}", f"sent as {name} too", *lines)
        for name in ours.keys() & theirs.keys():
            place = path if name == JSON else f"{path}({name})"
            yield from self._schemas.bodies(ours[name].child("schema"), theirs[name].child("schema"), place)


def _deprecation(one: Node, other: Node, path: str) -> Iterable[Mismatch]:
    return deprecation(one.get("deprecated") is True, other.get("deprecated") is True, path, _lines(one, other))


def _lines(one: Node, other: Node, *keys: str) -> tuple[int, int]:
    return one.at(*keys), other.at(*keys)


def _media(owner: Node) -> dict[str, Node]:
    content = owner.child("content").children()
    return {name.partition(";")[0].strip().lower(): node for name, node in content.items()}


def _security(one: Operation, other: Operation) -> Iterator[Mismatch]:
    lines = _lines(one.node, other.node, "security")
    for label, old in one.security.items():
        path = f"security:{label}"
        new = other.security.get(label)
        if new is None:
            yield Mismatch("security-removed", path, f"{label} is no longer accepted", old.line, lines[1])
            continue
        for scheme, before in old.scopes.items():
            after = new.scopes[scheme]
            for scope in before - after:
                yield Mismatch("scope-removed", f"{path}:{scope}", f"needs no {scope}", old.line, new.line)
            for scope in after - before:
                yield Mismatch("scope-added", f"{path}:{scope}", f"needs {scope}", old.line, new.line)
    for label in other.security.keys() - one.security.keys():
        new = other.security[label]
        yield Mismatch("security-added", f"security:{label}", f"{label} is accepted too", lines[0], new.line)


def _servers(one: Server, other: Server) -> Iterator[Mismatch]:
    lines = one.line, other.line
    if one.url != other.url:
        yield Mismatch("server-changed", "servers", f"{one.url} became {other.url}", *lines)
    for site in one.sites - other.sites:
        yield Mismatch("site-removed", f"servers:{site}", f"{site} is gone", *lines)
    for site in other.sites - one.sites:
        yield Mismatch("site-added", f"servers:{site}", f"{site} is new", *lines)
    if one.default != other.default:
        message = f"the default site {one.default} became {other.default}"
        yield Mismatch("default-changed", "servers", message, *lines)
