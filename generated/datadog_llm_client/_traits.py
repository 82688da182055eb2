# Copied from extras/_traits.py: edit that.
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
    text: Mapping[str, Any] = field(default=_NONE, hash=False)
    usage: Mapping[str, str] = field(default=_NONE, hash=False)
    inference: Mapping[str, Any] = field(default=_NONE, hash=False)
    fields: Sequence[str] = ()
    answer: str = ""

    def with_text(self, text: str) -> dict[str, Any]:
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        found: dict[str, Any] = evaluate(self.usage, _NONE, answer)
        return {name: value for name, value in found.items() if type(value) is int}


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, text) for item in value]
    return text if value == "$text" else value


TRAITS: Mapping[str, Traits] = {name: Traits(**extensions) for name, extensions in EXTENSIONS.items()}

INFERENCES = {name: traits for name, traits in TRAITS.items() if traits.inference}

_OPERATIONS = {traits.answer: name for name, traits in INFERENCES.items()}


def parsed(result: Any) -> Any:
    model = result.parsed if isinstance(result, Response) else result
    if type(model).__name__ not in _OPERATIONS:
        expected = " or ".join(sorted(_OPERATIONS))
        raise ValidationError(f"the result of an inference ({expected})", type(model).__name__)
    return model


def traits_of(model: Any) -> Traits:
    return INFERENCES[_OPERATIONS[type(model).__name__]]


def said(result: Any, name: str) -> Any:
    model = parsed(result)
    value = evaluate(traits_of(model).inference[name], {}, model.to_dict())
    parts = value.values() if isinstance(value, dict) else [value]
    if any(part is NOTHING or part is UNSET for part in parts):
        raise ValidationError("an answer of the model", "none", (name,))
    return value


def as_response(result: Any) -> Response[Any]:
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
