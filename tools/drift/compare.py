"""The differences of two documents, operation by operation.

Both are read the same way, so this serves any two: ours and Datadog's, or two states of ours.
"""

from collections.abc import Iterator

from .access import Server, server
from .compare_schema import SchemaComparison, deprecation
from .document import Document
from .finding import EVERY_OPERATION, WHOLE, Change, Finding
from .operation import Operation, Parameter, operations
from .rating import Side
from .reader import Map
from .refusal import CannotCompare


def compare(old: Document, new: Document, prefix: str = "/") -> list[Finding]:
    """Return what `new` changed for callers of `old`, worst first, in operations whose path is below `prefix`."""
    ours, theirs = operations(old, prefix), operations(new, prefix)
    for document, found in ((old, ours), (new, theirs)):
        if not found:
            raise CannotCompare(f"{document.name}: has no operation below {prefix}")
    findings = set()
    for change in _servers(server(old, old.root), server(new, new.root)):
        findings.add(Finding.of(change, EVERY_OPERATION, Side.REQUEST))
    lines = old.root.lines["paths"], new.root.lines["paths"]
    for key in ours.keys() | theirs.keys():
        one, other = ours.get(key), theirs.get(key)
        if one and other:
            pair = _Pair(old, new, one, other)
            findings |= {Finding.of(change, one.label, side) for side, change in pair.changes()}
        elif one:
            change = Change("operation-removed", WHOLE, "is gone", one.line, lines[1])
            findings.add(Finding.of(change, one.label, Side.REQUEST))
        elif other:
            change = Change("operation-added", WHOLE, "is new", lines[0], other.line)
            findings.add(Finding.of(change, other.label, Side.REQUEST))
    return sorted(findings, key=lambda finding: finding.order)


class _Pair:
    """The same operation in both documents."""

    def __init__(self, old: Document, new: Document, one: Operation, other: Operation) -> None:
        self._documents = old, new
        self._schemas = SchemaComparison(old, new)
        self._one = one
        self._other = other
        self._lines = one.line, other.line

    def changes(self) -> Iterator[tuple[Side, Change]]:
        one, other = self._one, self._other
        for change in self._sent():
            yield Side.REQUEST, change
        for change in self._responses():
            yield Side.RESPONSE, change
        yield from (
            (Side.REQUEST, change) for change in deprecation(one.deprecated, other.deprecated, WHOLE, self._lines)
        )
        if one.preview != other.preview:
            kind, word = ("preview-added", "a preview") if other.preview else ("preview-removed", "a preview no more")
            lines = one.node.lines.get("x-unstable", one.line), other.node.lines.get("x-unstable", other.line)
            yield Side.REQUEST, Change(kind, WHOLE, f"is {word}", *lines)

    def _sent(self) -> Iterator[Change]:
        yield from self._parameters()
        yield from self._request()
        yield from _security(self._one, self._other)
        one, other = self._one.own_server, self._other.own_server
        if one or other:
            old, new = self._documents
            yield from _servers(one or server(old, old.root), other or server(new, new.root))

    def _parameters(self) -> Iterator[Change]:
        one, other = self._one.parameters, dict(self._other.parameters)
        names = dict(zip(self._one.names, self._other.names, strict=True))
        for (place, name), old in one.items():
            path = f"parameter.{place}.{old.name}"
            new_name = names.get(name, name) if place == "path" else name
            new = other.pop((place, new_name), None)
            if new is None:
                yield Change("parameter-removed", path, "is gone", old.line, self._lines[1])
                continue
            if new_name != name:
                yield Change("parameter-renamed", path, f"is called `{new.name}`", old.line, new.line)
            yield from self._parameter(old, new, path)
        for (place, _), new in other.items():
            kind = "parameter-added-required" if new.required else "parameter-added"
            path = f"parameter.{place}.{new.name}"
            yield Change(kind, path, "is new", self._lines[0], new.line)

    def _parameter(self, old: Parameter, new: Parameter, path: str) -> Iterator[Change]:
        lines = old.line, new.line
        if old.required != new.required:
            kind = "made-required" if new.required else "made-optional"
            yield Change(kind, path, f"is {kind.removeprefix('made-')}", *lines)
        yield from deprecation(old.deprecated, new.deprecated, path, lines)
        yield from self._schemas.schemas(old.schema, new.schema, path, lines)

    def _request(self) -> Iterator[Change]:
        path = "request.body"
        one, other = (
            document.child(operation.node, "requestBody")
            for document, operation in zip(self._documents, (self._one, self._other), strict=True)
        )
        nodes = self._one.node, self._other.node
        lines = tuple(node.lines.get("requestBody", node.line) for node in nodes)
        required = [body.get("required") is True for body in (one, other)]
        if one and other and required[0] != required[1]:
            kind = "made-required" if required[1] else "made-optional"
            yield Change(kind, path, f"the body is {kind.removeprefix('made-')}", one.line, other.line)
        added = "body-added-required" if required[1] else "body-added"
        yield from self._content(one, other, path, (lines[0], lines[1]), added)

    def _responses(self) -> Iterator[Change]:
        old, new = self._documents
        one, other = old.child(self._one.node, "responses"), new.child(self._other.node, "responses")
        lines = self._one.node.lines["responses"], self._other.node.lines["responses"]
        ours, theirs = (
            {status.upper(): status for status in statuses if not status.startswith("x-")} for statuses in (one, other)
        )
        for status in ours.keys() | theirs.keys():
            path = f"response.{status}"
            sort = "success" if status.startswith("2") else "status"
            if status not in theirs:
                line = one.lines[ours[status]]
                yield Change(f"{sort}-removed", path, f"status {status} is gone", line, lines[1])
            elif status not in ours:
                line = other.lines[theirs[status]]
                yield Change(f"{sort}-added", path, f"status {status} is new", lines[0], line)
            else:
                places = one.lines[ours[status]], other.lines[theirs[status]]
                pair = old.child(one, ours[status]), new.child(other, theirs[status])
                yield from self._content(*pair, f"{path}.body", places, "body-added")

    def _content(self, one: Map, other: Map, path: str, lines: tuple[int, int], added: str) -> Iterator[Change]:
        old, new = self._documents
        ours, theirs = _media(old, one), _media(new, other)
        if bool(ours) != bool(theirs):
            kind, word = ("body-removed", "is gone") if ours else (added, "is new")
            yield Change(kind, path, f"the body {word}", *lines)
            return
        for name in ours.keys() - theirs.keys():
            yield Change("media-type-removed", f"{path}:{name}", f"not sent as {name} any more", *lines)
        for name in theirs.keys() - ours.keys():
            yield Change("media-type-added", f"{path}:{name}", f"sent as {name} too", *lines)
        for name in ours.keys() & theirs.keys():
            place = path if name == "application/json" else f"{path}({name})"
            pair = ours[name].get("schema", True), theirs[name].get("schema", True)
            yield from self._schemas.body(*pair, place, (ours[name].line, theirs[name].line))


def _media(document: Document, owner: Map) -> dict[str, Map]:
    content = document.child(owner, "content")
    return {name.partition(";")[0].strip().lower(): document.child(content, name) for name in content}


def _security(one: Operation, other: Operation) -> Iterator[Change]:
    lines = one.node.lines.get("security", one.line), other.node.lines.get("security", other.line)
    for label, old in one.security.items():
        path = f"security:{label}"
        new = other.security.get(label)
        if new is None:
            yield Change("security-removed", path, f"{label} is not accepted any more", old.line, lines[1])
            continue
        for scheme, before in old.scopes.items():
            after = new.scopes[scheme]
            for scope in before - after:
                yield Change("scope-removed", f"{path}:{scope}", f"needs no {scope}", old.line, new.line)
            for scope in after - before:
                yield Change("scope-added", f"{path}:{scope}", f"needs {scope}", old.line, new.line)
    for label in other.security.keys() - one.security.keys():
        new = other.security[label]
        yield Change("security-added", f"security:{label}", f"{label} is accepted too", lines[0], new.line)


def _servers(one: Server, other: Server) -> Iterator[Change]:
    lines = one.line, other.line
    if one.url != other.url:
        yield Change("server-changed", "servers", f"{one.url} became {other.url}", *lines)
    for site in one.sites - other.sites:
        yield Change("site-removed", f"servers:{site}", f"{site} is gone", *lines)
    for site in other.sites - one.sites:
        yield Change("site-added", f"servers:{site}", f"{site} is new", *lines)
    if one.default != other.default:
        yield Change("default-changed", "servers", f"the default site {one.default} became {other.default}", *lines)
