# Copied from extras/_traits.py: edit that.
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from attrs import field, frozen

from . import Response, ValidationError
from ._extras import EXAMPLES, EXTENSIONS

NOTHING = object()


def plain(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def read_json(text: str) -> Any:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is not JSON")

    try:
        return json.loads(text, parse_constant=refuse)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        raise ValueError(f"not JSON: {error.msg} at {line}column {error.colno}") from None


def evaluate(expression: Any, arguments: Mapping[str, Any], response: Any = NOTHING) -> Any:
    if isinstance(expression, Mapping):
        return {key: evaluate(value, arguments, response) for key, value in expression.items()}
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    return _at(response if expression.startswith("$response.") else arguments, steps(expression))


def place(expression: str, response: Any, value: Any) -> None:
    *way, last = steps(expression)
    _at(response, way)[last] = value


def steps(expression: str) -> list[str]:
    source, _, pointer = expression.partition("#")
    if source in ("$request.body", "$response.body"):
        return _steps(pointer)
    if not expression.startswith("$request.path."):
        raise ValueError(f"{expression!r} is not a supported expression")
    return [expression.removeprefix("$request.path.")]


def point(pointer: str, value: Any) -> Any:
    return _at(value, _steps(pointer))


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _at(value: Any, steps: Iterable[str]) -> Any:
    for step in steps:
        value = value.get(step, NOTHING) if isinstance(value, Mapping) else NOTHING
    return value


@frozen
class Traits:
    text: Mapping[str, Any] = field(factory=dict)
    usage: Mapping[str, str] = field(factory=dict)
    inference: Mapping[str, Any] = field(factory=dict)
    fields: Sequence[str] = ()
    answer: str = ""

    def with_text(self, text: str) -> dict[str, Any]:
        return {name: _filled(value, text) for name, value in self.text.items()}

    def used(self, answer: Any) -> dict[str, int]:
        found: dict[str, Any] = evaluate(self.usage, {}, answer)
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
    if NOTHING in (value.values() if isinstance(value, dict) else [value]):
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
