# Copied from extras/tools.py: edit that.
"""Makes tools from functions. Requires the extra `[pydantic]`.

def get_weather(city: str, unit: Literal["C", "F"] = "C") -> str:
    \"\"\"The weather of a city, now.\"\"\"

client.run_inference(..., tools=[tool(get_weather)])
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Mapping
from typing import Any

from . import ValidationError
from ._runtime.values.schemas import schema_of
from .models import Tool

__all__ = ("tool",)

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ARGUMENTS = ("Args", "Arguments", "Parameters")
_SECTION = re.compile(rf"(?P<name>{'|'.join(_ARGUMENTS)}|Returns|Yields|Raises|Examples?|Notes?|Warnings?|See Also):$")
_ARGUMENT = re.compile(r"(?P<indent>\s+)(?P<name>\w+)(?:\s*\(.*?\))?\s*:\s*(?P<text>.*)")
_FIELD = re.compile(r":(?:param(?: [^:]*)? (?P<name>\w+)|\w+[^:]*):\s*(?P<text>.*)")


def tool(function: Callable[..., Any], *, name: str | None = None, description: str | None = None) -> Tool:
    """Make a tool from a function's name, annotations, defaults and docstring.

    The first part of the docstring describes the tool; `Args:` or `:param name:` describe its arguments. The function
    is not called. Raises `ValidationError`, naming the argument, if it cannot be described, and `ConfigurationError` if
    pydantic is not installed.
    """
    name = str(name or getattr(function, "__name__", ""))
    if not _NAME.fullmatch(name):
        raise ValidationError("a name of letters, digits, _ and -", repr(name), ("name",))
    summary, documented = _described(inspect.getdoc(function) or "")
    definition: dict[str, Any] = {"name": name, "parameters": _parameters(function, documented)}
    if description or summary:
        definition["description"] = description or summary
    return Tool.from_dict({"type": "function", "function": definition})


def _parameters(function: Callable[..., Any], documented: Mapping[str, str]) -> dict[str, Any]:
    try:
        hints = typing.get_type_hints(function, include_extras=True)
        signature = inspect.signature(function)
    except (NameError, TypeError, ValueError) as error:
        raise ValidationError("a function with annotations", str(error)) from None
    for name, parameter in signature.parameters.items():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise ValidationError("an argument that is passed by name", str(parameter), (name,))
        if name not in hints:
            raise ValidationError("an annotation, such as str", "none", (name,))
        try:
            schema_of(hints[name])
        except ValidationError as error:
            raise ValidationError(error.expected, error.found, (name,)) from None

    def stand_in() -> None: ...

    stand_in.__signature__ = signature  # type: ignore[attr-defined]
    stand_in.__annotations__ = hints
    schema = schema_of(stand_in)
    for name, node in schema.get("properties", {}).items():
        if name in documented:
            node.setdefault("description", documented[name])
    return schema


def _described(docstring: str) -> tuple[str, dict[str, str]]:
    summary: list[str] = []
    documented: dict[str, str] = {}
    section, current, indent = "", "", ""
    for line in docstring.splitlines():
        words = line.strip()
        if found := _SECTION.match(line):
            section, current, indent = found.group("name"), "", ""
        elif found := _FIELD.match(line):
            section, current = "fields", found.group("name") or ""
            documented |= {current: found.group("text")} if current else {}
        elif not section:
            summary.append(words)
        elif (
            section in _ARGUMENTS
            and (found := _ARGUMENT.match(line))
            and found.group("indent") == (indent := indent or found.group("indent"))
        ):
            current = found.group("name")
            documented[current] = found.group("text")
        elif current and words:
            documented[current] = f"{documented[current]} {words}".strip()
    return "\n".join(summary).strip(), documented
