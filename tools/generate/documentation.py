"""Words of the contract as documentation in Python."""

from __future__ import annotations

import textwrap
from typing import Any

WIDTH = 112


def escaped(text: str) -> str:
    """Text that can stand in a docstring and not end it, whatever the contract says."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """The lines of a text. Its own line breaks stay, its long lines are wrapped."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        margin = " " * (len(line) - len(line.lstrip()))
        found = textwrap.wrap(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)
        lines += found or [""]
    return lines


def docstring(text: str, indent: int = 0) -> str:
    """A docstring, with all of its lines but the first indented."""
    lines = wrapped(escaped(text), WIDTH - indent + 4)
    if not lines:
        return '""""""'
    if lines[-1].endswith(('"', "\\")):
        lines[-1] += " "
    margin = " " * indent
    if len(lines) == 1:
        return f'"""{lines[0]}"""'
    return '"""' + "\n".join([lines[0], *(margin + line if line else "" for line in lines[1:])]) + f'\n{margin}"""'


def entry(name: str, text: str) -> str:
    """A line of an `Args:` section, with those that continue it."""
    lines = wrapped(f"{name}: {' '.join(text.split())}" if text.strip() else f"{name}:", WIDTH - 12)
    return "\n".join([f"    {lines[0]}", *(f"        {line}" for line in lines[1:])])


def described(schema: dict[str, Any]) -> str:
    """What a schema says of its value: description, default, deprecation, direction."""
    parts = [schema.get("description") or schema.get("title") or ""]
    if "default" in schema:
        parts.append(f"Server default: `{schema['default']!r}`.")
    if schema.get("readOnly"):
        parts.append("Only in responses.")
    if schema.get("writeOnly"):
        parts.append("Only in requests.")
    if schema.get("deprecated"):
        parts.append("Deprecated.")
    text = parts[0].strip()
    rest = " ".join(part for part in parts[1:] if part)
    return f"{text}{' ' if text and rest else ''}{rest}"
