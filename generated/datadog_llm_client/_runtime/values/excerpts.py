# Copied from runtime/values/excerpts.py: edit that.
from __future__ import annotations

_SHOWN = 200
_SHOWN_OF_VALUE = 100


def excerpt(content: bytes) -> str:
    text = content[: 8 * _SHOWN].decode("utf-8", "replace")
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def shown(value: object) -> str:
    try:
        text = repr(value)
    except Exception:
        return type(value).__name__
    return text if len(text) <= _SHOWN_OF_VALUE else f"{text[:_SHOWN_OF_VALUE]}..."
