"""Reads the results of inferences, with the help of the contract's extensions."""

from __future__ import annotations

import json
from typing import Any

from . import UNSET, Response, ValidationError
from ._examples import EXAMPLES
from ._expressions import NOTHING, evaluate
from ._traits import INFERENCES, Traits

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
