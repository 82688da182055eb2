# Copied by "make generate" from runtime/values/traits.py. Edit that, never this file.
"""What the contract says of an operation for code that is built from operations, beyond what its method shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen


@frozen
class Traits:
    """The extensions of an operation.

    text: the keywords that a plain text stands for (`x-text`), with "$text" in its place. usage: where an answer says
    what was used (`x-usage`), as the dotted path of each value.
    """

    text: Mapping[str, Any] = field(factory=dict, hash=False)
    usage: Mapping[str, str] = field(factory=dict, hash=False)

    def with_text(self, text: str) -> dict[str, Any]:
        """The keywords that a plain text stands for."""
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        """What an answer, as plain data, says was used. What it does not say is left out."""
        found: dict[str, int] = {}
        for name, path in self.usage.items():
            value = answer
            for key in path.split("."):
                value = value.get(key) if isinstance(value, Mapping) else None
            if isinstance(value, int) and not isinstance(value, bool):
                found[name] = value
        return found


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, text) for item in value]
    return text if value == "$text" else value
