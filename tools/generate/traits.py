"""The extensions of operations that tell code built from operations what their values are."""

from __future__ import annotations

from collections.abc import Iterable

from .operations import Operation


class TraitsModule:
    """What `traits.py` states, as its template prints it."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.entries = [_entry(operation) for operation in sorted(operations, key=lambda each: each.name)]


def _entry(operation: Operation) -> str:
    responses = operation.node.get("responses", {}).values()
    usage = next((response["x-usage"] for response in responses if "x-usage" in response), None)
    found = {"text": operation.node.get("x-text"), "usage": usage}
    values = ", ".join(f"{name}={_plain(value)!r}" for name, value in found.items() if value is not None)
    return f'"{operation.name}": Traits({values})'


def _plain(value: object) -> object:
    """Of the document, which keeps lines, nothing but the values."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
