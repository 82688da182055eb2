"""What the contract says of operations in its extensions, for code that is built from them."""

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

    text: the keywords that a plain text stands for (`x-text`), with "$text" in its place. usage: where an answer says
    what was used (`x-usage`), by name. inference: what the operation is as an inference (`x-inference`), if it is one.
    fields: the properties of its body. answer: the name of the model that it answers with.
    """

    text: Mapping[str, Any] = field(default=_NONE, hash=False)
    usage: Mapping[str, str] = field(default=_NONE, hash=False)
    inference: Mapping[str, Any] = field(default=_NONE, hash=False)
    fields: Sequence[str] = ()
    answer: str = ""

    def with_text(self, text: str) -> dict[str, Any]:
        """The keywords that a plain text stands for."""
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        """What an answer, as plain data, says was used. What it does not say is left out."""
        found: dict[str, Any] = evaluate(self.usage, _NONE, answer)
        return {name: value for name, value in found.items() if type(value) is int}


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, text) for item in value]
    return text if value == "$text" else value


#: By the name of the method.
TRAITS: Mapping[str, Traits] = {name: Traits(**extensions) for name, extensions in EXTENSIONS.items()}

#: The operations that are inferences.
INFERENCES = {name: traits for name, traits in TRAITS.items() if traits.inference}
