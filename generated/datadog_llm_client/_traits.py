# Copied by "make generate" from extras/_traits.py. Edit that, never this file.
"""Extensions of the operations, for code that works with operations in general."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ._expressions import evaluate
from ._extensions import EXTENSIONS

_NONE: Mapping[str, Any] = {}


@frozen
class Traits:
    """The extensions of an operation.

    Attributes:
        text: the keyword arguments that a plain text expands to (`x-text`), with "$text" as its placeholder.
        usage: where a response states its usage (`x-usage`), by name.
        inference: where the parts of an inference are (`x-inference`), if it is one.
        fields: the properties of its body.
        answer: the name of the model that it returns.
    """

    text: Mapping[str, Any] = field(default=_NONE, hash=False)
    usage: Mapping[str, str] = field(default=_NONE, hash=False)
    inference: Mapping[str, Any] = field(default=_NONE, hash=False)
    fields: Sequence[str] = ()
    answer: str = ""

    def with_text(self, text: str) -> dict[str, Any]:
        """Return the keyword arguments that a plain text expands to."""
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        """Return the usage figures of a response given as plain data, without those that it lacks."""
        found: dict[str, Any] = evaluate(self.usage, _NONE, answer)
        return {name: value for name, value in found.items() if type(value) is int}


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, text) for item in value]
    return text if value == "$text" else value


#: The extensions, by method name.
TRAITS: Mapping[str, Traits] = {name: Traits(**extensions) for name, extensions in EXTENSIONS.items()}

#: The operations that are inferences.
INFERENCES = {name: traits for name, traits in TRAITS.items() if traits.inference}
