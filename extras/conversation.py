"""Conversations: continue one from a result, store it, and count its tokens.

history = [Message(role="user", content="What is the capital of France?")]
result = client.run_inference("openai", account_id, model_id="gpt-4o", messages=history)
history += [reply(result), Message(role="user", content="And of Spain?")]
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import astuple, frozen

from . import Response, ValidationError
from ._runtime.values.reading import Reading
from ._traits import parsed, said, traits_of
from .models import InferenceResponse, Message

__all__ = ("Usage", "dump_messages", "dump_result", "load_messages", "load_result", "reply", "usage")


def reply(result: InferenceResponse | Response[InferenceResponse]) -> Message:
    """Return the model's answer as the next message of the conversation.

    Raises `ValidationError` if the result has no answer.
    """
    return Message.from_dict(said(result, "reply"))


def dump_messages(messages: Iterable[Message | Mapping[str, Any]]) -> str:
    """Serialize a conversation as JSON. Raises `ValidationError` for anything that is not a message."""
    checked = [Message.from_dict(each.to_dict() if isinstance(each, Message) else each) for each in messages]
    return json.dumps([each.to_dict() for each in checked], ensure_ascii=False)


def load_messages(text: str | bytes) -> list[Message]:
    """Load a conversation written by `dump_messages`. Raises `ValidationError` for anything else."""
    found = _loaded(text, "messages as JSON")
    if not isinstance(found, list):
        raise ValidationError("an array of messages", type(found).__name__)
    messages = []
    for index, each in enumerate(found):
        try:
            messages.append(Message.from_dict(each))
        except ValidationError as error:
            raise ValidationError(error.expected, error.found, (index, *error.path)) from None
    return messages


def dump_result(result: InferenceResponse | Response[InferenceResponse]) -> str:
    """Serialize a result as JSON. `reply`, `usage` and `parse` accept it once it is loaded by `load_result`."""
    return json.dumps(parsed(result).to_dict(), ensure_ascii=False)


def load_result(text: str | bytes) -> InferenceResponse:
    """Load a result written by `dump_result`. Raises `ValidationError` for anything else.

    It is decoded leniently, like a response: mismatched values are kept as they are.
    """
    found = _loaded(text, "a result as JSON")
    with Reading(is_lenient=True):
        return InferenceResponse.from_dict(found)


def _loaded(text: str | bytes, expected: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(expected, str(error)[:200]) from None


@frozen
class Usage:
    """Tokens used by inferences. Add usages with `+` or `usage(*results)`.

    Attributes:
        input_tokens: tokens read.
        output_tokens: tokens generated.
        total_tokens: both, as the provider counts them.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    total_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        if not isinstance(other, Usage):
            return NotImplemented
        return Usage(*map(operator.add, astuple(self), astuple(other)))


def usage(*results: InferenceResponse | Response[InferenceResponse]) -> Usage:
    """Return the total usage of results. Missing figures count as 0."""
    models = map(parsed, results)
    return sum((Usage(**traits_of(model).used(model.to_dict())) for model in models), Usage())
