"""Which operations of a package a complaint is about."""

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from .contract import Contract, Operation
from .document import component_names


def by_message(contract: Contract, operations: Iterable[Operation], message: str, document: Path) -> list[Operation]:
    """Those that a complaint of the generator names, else those that need what stands where it points in `document`."""
    operations = list(operations)
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
    """The complaint with its places named, and not by lines of a document that is gone when it is read."""
    name = rf"\S*{re.escape(document.name)}"
    if "#/" in message:
        return re.sub(rf"{name}(:\d+)*: ", "", message)

    def pointer(match: re.Match[str]) -> str:
        return "#/" + "/".join(key.replace("~", "~0").replace("/", "~1") for key in place(document, int(match[1])))

    return re.sub(rf"{name}:(\d+)", pointer, message)


def place(document: Path, line: int) -> list[str]:
    """The keys, from the top, of what stands on a line: at most three of them. Relies on how `dump` indents."""
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


class Files:
    """The files of a built package, and which operations need them."""

    def __init__(self, package: Path, operations: Iterable[Operation]) -> None:
        self._package = package
        self._operations = list(operations)

    def by_file(self, file: Path, message: str) -> list[Operation]:
        """Those whose module imports `file` in the end, or whose method it is in `client.py`.

        None where all of several need it: then it may hold the fault of any.
        """
        if file.name == "client.py":
            line = re.search(r"line (\d+)", message)
            name = self._method_at(file, int(line[1])) if line else ""
            return [one for one in self._operations if name in (one.name, f"iterate_{one.name}")]
        found = [one for one in self._operations if file in self._needed.get(one.name, ())]
        return found if len(found) < len(self._operations) or len(found) == 1 else []

    @cached_property
    def _needed(self) -> dict[str, set[Path]]:
        found: dict[str, set[Path]] = {}
        for one in self._operations:
            module = next(self._package.glob(f"api/*/{one.name}.py"), None)
            seen: set[Path] = set()
            waiting = [module] if module else []
            while waiting:
                file = waiting.pop()
                if file not in seen:
                    seen.add(file)
                    waiting += self._imported(file)
            found[one.name] = seen
        return found

    def _imported(self, file: Path) -> list[Path]:
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (SyntaxError, OSError):
            return []
        found = []
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level and node.module:
                target = file
                for _ in range(node.level):
                    target = target.parent
                target = target.joinpath(*node.module.split("."))
                # An `__init__` that exports everything would have each need all.
                candidates = [target.with_suffix(".py"), *(target / f"{name.name}.py" for name in node.names)]
                found += [path for path in candidates if path.is_file() and "_runtime" not in path.parts]
        return found

    @staticmethod
    def _method_at(file: Path, line: int) -> str:
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (SyntaxError, OSError):
            return ""
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.lineno <= line <= (node.end_lineno or node.lineno):
                return node.name
        return ""
