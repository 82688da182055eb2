# Copied by "make generate" from extras/_expressions.py. Edit that, never this file.
"""The runtime expressions of OpenAPI (3.1, section 4.8.20.3), in which the contract says where values are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: What an expression leads to where there is nothing.
NOTHING = object()


def evaluate(expression: Any, arguments: Mapping[str, Any], response: Any = NOTHING) -> Any:
    """The value that an expression stands for, or `NOTHING`.

    `arguments` are those of a call by name, whether in its path or in its body; `response` is its answer as JSON. What
    is no expression stands for itself, in mappings too.
    """
    if isinstance(expression, Mapping):
        return {key: evaluate(value, arguments, response) for key, value in expression.items()}
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    source, pointer = _parsed(expression)
    if source == "$response.body":
        return _at(response, pointer)
    return _at(arguments, pointer)


def place(expression: str, response: Any, value: Any) -> None:
    """Put a value where an expression finds it in a response."""
    *way, last = _parsed(expression)[1]
    _at(response, way)[last] = value


def steps(expression: str) -> tuple[str, ...]:
    """The keys that lead to where an expression points."""
    return tuple(_parsed(expression)[1])


def point(pointer: str, value: Any) -> Any:
    """What a JSON pointer (RFC 6901) leads to in a value, or `NOTHING`."""
    return _at(value, list(_steps(pointer)))


def _parsed(expression: str) -> tuple[str, list[str]]:
    if expression.startswith("$request.path."):
        return "$request.path", [expression.removeprefix("$request.path.")]
    source, _, pointer = expression.partition("#")
    if source not in ("$request.body", "$response.body"):
        raise ValueError(f"{expression!r} is not an expression that is known here")
    return source, list(_steps(pointer))


def _steps(pointer: str) -> Iterator[str]:
    return (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step, NOTHING) if isinstance(value, Mapping) else NOTHING
    return value
