"""Typed answers: have the model match a type, and parse what it returns. Requires the extra `[pydantic]`.

    result = client.run_inference(..., json_schema=Capital)
    capital = parse(result, Capital)

A type is a pydantic model, a dataclass, a TypedDict, or anything else that pydantic's TypeAdapter supports.
"""

from __future__ import annotations

from typing import TypeVar, cast

from . import Response, ResponseValidationError
from ._runtime.values.schemas import adapter_of, name_of
from ._traits import as_response, parsed, said, steps, traits_of
from .models import InferenceResponse

__all__ = ("parse",)

T = TypeVar("T")


def parse(result: InferenceResponse | Response[InferenceResponse], kind: type[T]) -> T:
    """Parse the model's answer as a value of a type.

    Raises `ResponseValidationError`, with the path of the fault and the whole response, if it does not match.
    """
    adapter = adapter_of(kind)
    from pydantic import ValidationError as PydanticError

    text = said(result, "output")
    try:
        return cast(T, adapter.validate_json(text))
    except PydanticError as error:
        faults = error.errors(include_url=False, include_context=False)
    fault, more = faults[0], len(faults) - 1
    found = "nothing" if fault["type"] == "missing" else type(fault["input"]).__name__
    raise ResponseValidationError(
        f"what {name_of(kind)} says ({fault['msg']})",
        f"{found}, and {more} more of the kind" if more else found,
        (*steps(traits_of(parsed(result)).inference["output"]), *fault["loc"]),
        as_response(result),
    ) from None
