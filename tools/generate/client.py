"""What is printed of the clients: the methods of all operations."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from .methods import Method
from .names import CLIENT_NAMES
from .operations import Operation
from .scope import Scope


@frozen
class Kind:
    """One of the two clients."""

    name: str
    base: str
    documentation: str
    raw_name: str
    prefix: str
    wait: str
    keep: str
    iterator: str


SYNC = Kind(
    name="Client",
    base="BaseSyncClient",
    documentation='"""Calls the API synchronously. Close it, or use it in a `with` block."""',
    raw_name="RawClient",
    prefix="",
    wait="",
    keep="keep_response",
    iterator="Iterator",
)
ASYNC = Kind(
    name="AsyncClient",
    base="BaseAsyncClient",
    documentation='"""Calls the API asynchronously. Close it, or use it in an `async with` block."""',
    raw_name="AsyncRawClient",
    prefix="async ",
    wait="await ",
    keep="keep_response_async",
    iterator="AsyncIterator",
)


class ClientModule:
    """The module of both clients."""

    kinds = (SYNC, ASYNC)

    def __init__(self, operations: Iterable[tuple[Operation, str, str]]) -> None:
        found = list(operations)
        scope = Scope({*CLIENT_NAMES, *(operation.name for operation, _, _ in found)}, models="models")
        self.methods = [Method(operation, tag, module, scope) for operation, tag, module in found]
        self.tags = sorted({method.tag for method in self.methods})
        if any(method.is_paginated for method in self.methods):
            scope.name("collections.abc", "Iterator")
            scope.name("collections.abc", "AsyncIterator")
        self.property = scope.builtin("property")
        self.models_alias = " as _models" if "models" in scope.shadowed else ""
        self.imports = [line for line in scope.imports if not line.startswith("from .")]
        self.own_imports = [line for line in scope.imports if line.startswith("from .")]
