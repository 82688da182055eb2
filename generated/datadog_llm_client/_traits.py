# Copied from extras/_traits.py: edit that.
"""The extensions of the operations, and the results of inferences as they describe them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from . import UNSET, Response, ValidationError
from ._extras import EXAMPLES, EXTENSIONS
from ._plain import NOTHING, evaluate

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

_OPERATIONS = {traits.answer: name for name, traits in INFERENCES.items()}


def parsed(result: Any) -> Any:
    """Return the model of a result, which may be a `Response`. Raises `ValidationError` if it is not an inference's."""
    model = result.parsed if isinstance(result, Response) else result
    if type(model).__name__ not in _OPERATIONS:
        expected = " or ".join(sorted(_OPERATIONS))
        raise ValidationError(f"the result of an inference ({expected})", type(model).__name__)
    return model


def traits_of(model: Any) -> Traits:
    """Return the extensions of the operation that returns this model."""
    return INFERENCES[_OPERATIONS[type(model).__name__]]


def said(result: Any, name: str) -> Any:
    """Return the part of a result that `x-inference` calls `name`. Raises `ValidationError` if it is missing."""
    model = parsed(result)
    value = evaluate(traits_of(model).inference[name], {}, model.to_dict())
    parts = value.values() if isinstance(value, dict) else [value]
    if any(part is NOTHING or part is UNSET for part in parts):
        raise ValidationError("an answer of the model", "none", (name,))
    return value


def as_response(result: Any) -> Response[Any]:
    """Return a result as a `Response`, for errors that have one. HTTP details are empty if they are not known."""
    if isinstance(result, Response):
        return result
    request = EXAMPLES[_OPERATIONS[type(result).__name__]]
    return Response(
        status_code=request["success"],
        headers={},
        content=json.dumps(result.to_dict()).encode(),
        parsed=result,
        method=request["method"],
        path=request["path"],
    )
