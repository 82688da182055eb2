"""The beginning of a text that a server sent, fit for a message."""

from __future__ import annotations

_SHOWN = 200


def excerpt(content: bytes) -> str:
    """The first 200 characters of a body, on one line; empty where there are none.

    Line breaks and characters that would steer a terminal are spaces here.
    """
    text = content[: 8 * _SHOWN].decode("utf-8", "replace")
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
