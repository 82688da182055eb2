# Copied from extras/_plain.py: edit that.
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NOTHING = object()


def plain(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def evaluate(expression: Any, arguments: Mapping[str, Any], response: Any = NOTHING) -> Any:
    if isinstance(expression, Mapping):
        return {key: evaluate(value, arguments, response) for key, value in expression.items()}
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    source, pointer = _parsed(expression)
    if source == "$response.body":
        return _at(response, pointer)
    return _at(arguments, pointer)


def place(expression: str, response: Any, value: Any) -> None:
    *way, last = _parsed(expression)[1]
    _at(response, way)[last] = value


def steps(expression: str) -> tuple[str, ...]:
    return tuple(_parsed(expression)[1])


def point(pointer: str, value: Any) -> Any:
    return _at(value, list(_steps(pointer)))


def _parsed(expression: str) -> tuple[str, list[str]]:
    if expression.startswith("$request.path."):
        return "$request.path", [expression.removeprefix("$request.path.")]
    source, _, pointer = expression.partition("#")
    if source not in ("$request.body", "$response.body"):
        raise ValueError(f"{expression!r} is not a supported expression")
    return source, list(_steps(pointer))


def _steps(pointer: str) -> Iterator[str]:
    return (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step, NOTHING) if isinstance(value, Mapping) else NOTHING
    return value
