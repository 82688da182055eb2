"""Which operations a complaint of the generator is about."""

import re
from collections.abc import Sequence

from .contract import Contract, Operation
from .document import component_names


def operations_in(message: str, contract: Contract, operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that a message names, else those that need the components that it points to."""
    spaced = f" {message} "
    if named := [one for one in operations if _mentions(spaced, one)]:
        return named
    needed = set(re.findall(r"#/components/(\w+)/([\w.-]+)", message))
    return [one for one in operations if needed & component_names(contract, one)] if needed else []


def _mentions(message: str, operation: Operation) -> bool:
    path = re.escape(operation.path)
    pointer = path.replace("/", "~1")
    patterns = (
        rf"#/paths/(?:{path}|{pointer})/{operation.method}\b",
        rf"(?i:\b{operation.method}) {path}(?![\w/{{-])",
        rf"(?<![\w/]){operation.name}(?!\w)",
    )
    return any(re.search(pattern, message) for pattern in patterns)
