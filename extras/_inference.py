"""What helpers know of an inference: what the contract's `x-inference` and `x-usage` say of the operation behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import UNSET, Response, ValidationError
from ._examples import EXAMPLES
from ._expressions import NOTHING, evaluate, steps
from ._extensions import EXTENSIONS

_OPERATIONS = {extensions["answer"]: name for name, extensions in EXTENSIONS.items() if "x-inference" in extensions}


def parsed(result: Any) -> Any:
    """The model of a result, which may be the whole `Response`. Raises `ValidationError` where it is no inference's."""
    model = result.parsed if isinstance(result, Response) else result
    if type(model).__name__ not in _OPERATIONS:
        expected = " or ".join(sorted(_OPERATIONS))
        raise ValidationError(f"the result of an inference ({expected})", type(model).__name__)
    return model


def extensions_of(model: Any) -> Mapping[str, Any]:
    """The extensions of the operation that a model is the answer of."""
    return EXTENSIONS[_OPERATIONS[type(model).__name__]]


def said(result: Any, name: str) -> Any:
    """What a result holds where `x-inference` says that `name` is. Raises `ValidationError` where it is not there."""
    model = parsed(result)
    expression = extensions_of(model)["x-inference"][name]
    value = evaluate(expression, {}, model.to_dict())
    parts = value.values() if isinstance(value, dict) else [value]
    if any(part is NOTHING or part is UNSET for part in parts):
        raise ValidationError("an answer of the model", "none", (name,))
    return value


def place_of(model: Any, name: str) -> tuple[str, ...]:
    """The keys that lead to it."""
    return steps(extensions_of(model)["x-inference"][name])


def as_response(result: Any) -> Response[Any]:
    """A result as the whole `Response`, for errors that keep it. What only HTTP knew is empty where it was let go."""
    if isinstance(result, Response):
        return result
    request = EXAMPLES[_OPERATIONS[type(result).__name__]]
    content = json.dumps(result.to_dict()).encode()
    return Response(
        status_code=request["success"],
        headers={},
        content=content,
        parsed=result,
        method=request["method"],
        path=request["path"],
    )


def used(model: Any) -> dict[str, int]:
    """What an answer says was used, by name. What it does not say is left out."""
    return counted(extensions_of(model), model.to_dict())


def counted(extensions: Mapping[str, Any], answer: Any) -> dict[str, int]:
    """The same, of an answer as JSON."""
    found: dict[str, int] = {}
    for name, path in extensions.get("x-usage", {}).items():
        value = answer
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, int) and not isinstance(value, bool):
            found[name] = value
    return found
