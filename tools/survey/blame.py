"""Which operations a complaint of the generator is about."""

import re
from collections.abc import Sequence
from pathlib import Path

from .contract import Contract, Operation
from .document import component_names


def operations_in(message: str, contract: Contract, operations: Sequence[Operation], document: Path) -> list[Operation]:
    """Return the operations that a message names, else those that need the part of `document` that it points to."""
    spaced = f" {message} "
    if named := [one for one in operations if _mentions(spaced, one)]:
        return named
    needed = set(re.findall(r"#/components/(\w+)/([\w.-]+)", message))
    for line in re.findall(rf"{re.escape(document.name)}:(\d+)", message):
        top, *inner = place(document, int(line))
        if top == "paths":
            return [one for one in operations if one.path == inner[0] and one.method in inner]
        needed.add((inner[0], inner[1]) if len(inner) > 1 else ("", ""))
    return [one for one in operations if needed & component_names(contract, one)] if needed else []


def located(message: str, document: Path) -> str:
    """Return a message with pointers in place of lines, since the document is gone when it is read."""
    name = rf"\S*{re.escape(document.name)}"
    if "#/" in message:
        return re.sub(rf"{name}(:\d+)*: ", "", message)

    def pointer(match: re.Match[str]) -> str:
        return "#/" + "/".join(key.replace("~", "~0").replace("/", "~1") for key in place(document, int(match[1])))

    return re.sub(rf"{name}:(\d+)", pointer, message)


def place(document: Path, line: int) -> list[str]:
    """Return up to three keys that lead to a line, from the top. Relies on how `dump` indents."""
    keys: list[str] = []
    for text in document.read_text(encoding="utf-8").split("\n")[:line]:
        if match := re.match(r'((?:  ){0,2})(?:\? )?"(.*?)"(?=:|$)', text):
            keys = [*keys[: len(match[1]) // 2], match[2]]
        elif re.match(r"(?:  ){0,1}[\w$]", text):
            keys = keys[:1]
    return keys or [""]


def _mentions(message: str, operation: Operation) -> bool:
    path = re.escape(operation.path)
    pointer = path.replace("/", "~1")
    patterns = (
        rf"#/paths/(?:{path}|{pointer})/{operation.method}\b",
        rf"(?i:\b{operation.method}) {path}(?![\w/{{-])",
        rf"(?<![\w/]){operation.name}(?!\w)",
    )
    return any(re.search(pattern, message) for pattern in patterns)
