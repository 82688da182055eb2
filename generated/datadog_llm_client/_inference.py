# Copied by "make generate" from extras/_inference.py. Edit that, never this file.
"""The results of inferences: of which operation they are, and what the contract says of where things are in them."""

from __future__ import annotations

import json
from typing import Any

from . import UNSET, Response, ValidationError
from ._examples import EXAMPLES
from ._expressions import NOTHING, evaluate
from ._traits import INFERENCES, Traits

_OPERATIONS = {traits.answer: name for name, traits in INFERENCES.items()}


def parsed(result: Any) -> Any:
    """The model of a result, which may be the whole `Response`. Raises `ValidationError` where it is no inference's."""
    model = result.parsed if isinstance(result, Response) else result
    if type(model).__name__ not in _OPERATIONS:
        expected = " or ".join(sorted(_OPERATIONS))
        raise ValidationError(f"the result of an inference ({expected})", type(model).__name__)
    return model


def traits_of(model: Any) -> Traits:
    """What the contract says of the operation that a model is the answer of."""
    return INFERENCES[_OPERATIONS[type(model).__name__]]


def said(result: Any, name: str) -> Any:
    """What a result holds where `x-inference` says that `name` is. Raises `ValidationError` where it is not there."""
    model = parsed(result)
    value = evaluate(traits_of(model).inference[name], {}, model.to_dict())
    parts = value.values() if isinstance(value, dict) else [value]
    if any(part is NOTHING or part is UNSET for part in parts):
        raise ValidationError("an answer of the model", "none", (name,))
    return value


def as_response(result: Any) -> Response[Any]:
    """A result as the whole `Response`, for errors that keep it. What only HTTP knew is empty where it was let go."""
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
