# Copied from runtime/values/excerpts.py: edit that.
"""Shortens values and response bodies for messages."""

from __future__ import annotations

_SHOWN = 200
_SHOWN_OF_VALUE = 100


def excerpt(content: bytes) -> str:
    """Return the first 200 characters of a body, on one line.

    Line breaks and terminal control characters are replaced with spaces.
    """
    text = content[: 8 * _SHOWN].decode("utf-8", "replace")
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def shown(value: object) -> str:
    """Return the repr of a value, truncated, or the name of its type if its repr fails."""
    try:
        text = repr(value)
    except Exception:  # from the caller's class, or an integer with too many digits
        return type(value).__name__
    return text if len(text) <= _SHOWN_OF_VALUE else f"{text[:_SHOWN_OF_VALUE]}..."
