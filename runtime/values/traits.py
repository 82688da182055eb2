"""Extensions of an operation, for code that works with operations in general, such as the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen


@frozen
class Traits:
    """The extensions of an operation.

    Attributes:
        text: the keyword arguments that a plain text expands to (`x-text`), with "$text" as its placeholder.
        usage: the dotted paths of the usage figures in a response (`x-usage`), by name.
    """

    text: Mapping[str, Any] = field(factory=dict, hash=False)
    usage: Mapping[str, str] = field(factory=dict, hash=False)

    def with_text(self, text: str) -> dict[str, Any]:
        """Return the keyword arguments that a plain text expands to."""
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        """Return the usage figures of a response given as plain data, without those that it lacks."""
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
