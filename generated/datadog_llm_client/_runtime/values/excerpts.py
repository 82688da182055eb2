# Copied by "make generate" from runtime/values/excerpts.py. Edit that, never this file.
"""What of a value, or of a text that a server sent, is fit for a message."""

from __future__ import annotations

_SHOWN = 200
_SHOWN_OF_VALUE = 100


def excerpt(content: bytes) -> str:
    """The first 200 characters of a body, on one line; empty where there are none.

    Line breaks and characters that would steer a terminal are spaces here.
    """
    text = content[: 8 * _SHOWN].decode("utf-8", "replace")
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def shown(value: object) -> str:
    """A value of any kind as it is written in Python: cut, or its type alone where it cannot be printed."""
    try:
        text = repr(value)
    except Exception:  # of the caller's class, or an integer of too many digits
        return type(value).__name__
    return text if len(text) <= _SHOWN_OF_VALUE else f"{text[:_SHOWN_OF_VALUE]}..."
