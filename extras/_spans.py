"""The annotations of an inference's span, as arguments of ddtrace's `LLMObs.annotate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import UNSET, Response
from ._expressions import NOTHING, evaluate, point, steps
from ._plain import plain
from ._traits import TRAITS

_NONE: Mapping[str, Any] = {}


def request(operation: str, arguments: Mapping[str, Any]) -> tuple[str | None, str | None, dict[str, Any]]:
    """Return the model, provider and annotations of a call, from its arguments."""
    traits = TRAITS[operation]
    inference = traits.inference
    given = {name: plain(value) for name, value in arguments.items() if name != "self" and value is not UNSET}
    annotations: dict[str, Any] = {}
    messages = evaluate(inference["input"], given)
    if isinstance(messages, list):
        annotations["input_data"] = [_message(inference, message) for message in messages if isinstance(message, dict)]
    tools = evaluate(inference.get("tools"), given)
    if isinstance(tools, list):
        annotations["tool_definitions"] = [_chosen(inference["tool"], tool) for tool in tools]
    own = {steps(inference[key])[-1] for key in ("model", "input", "tools", "schema") if key in inference}
    annotations["metadata"] = {
        name: given[name]
        for name in traits.fields
        if name not in own and isinstance(given.get(name), str | int | float | bool | dict)
    }
    return _text(evaluate(inference["model"], given)), _text(evaluate(inference["provider"], given)), annotations


def outcome(operation: str, result: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the annotations of a response, or of none. `asked` are those of the request."""
    answer = plain(result.parsed if isinstance(result, Response) else result)
    if not isinstance(answer, dict):
        return {}
    traits = TRAITS[operation]
    inference = traits.inference
    annotations: dict[str, Any] = {"metrics": traits.used(answer)}
    reply = evaluate(inference["reply"], _NONE, answer)
    if isinstance(reply.get("content"), str):
        annotations["output_data"] = [reply]
    reason = evaluate(inference["finish_reason"], _NONE, answer)
    if isinstance(reason, str):
        annotations["metadata"] = {**asked.get("metadata", {}), "finish_reason": reason}
    return annotations


def _message(inference: Mapping[str, Any], message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message with the content of its blocks, and without what ddtrace would reject."""
    found: dict[str, list[Any]] = {
        "content": [message.get("content")],
        "tool_calls": [*_items(message.get("tool_calls"))],
        "tool_results": [*_items(message.get("tool_results"))],
    }
    blocks = inference["blocks"]
    for block in _items(point(blocks["at"], message)):
        for kind, values in found.items():
            values.append(point(blocks[kind], block))
    calls = [each for each in found["tool_calls"] if _has(each, name=str, arguments=dict)]
    results = [each for each in found["tool_results"] if _has(each, result=str)]
    told: dict[str, Any] = {"content": "\n".join(text for text in found["content"] if isinstance(text, str))}
    if isinstance(message.get("role"), str):
        told["role"] = message["role"]
    return told | ({"tool_calls": calls} if calls else {}) | ({"tool_results": results} if results else {})


def _has(value: Any, **kinds: type) -> bool:
    return isinstance(value, Mapping) and all(isinstance(value.get(name), kind) for name, kind in kinds.items())


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _chosen(pointers: Mapping[str, str], value: Any) -> dict[str, Any]:
    found = {name: point(pointer, value) for name, pointer in pointers.items()}
    return {name: each for name, each in found.items() if each is not NOTHING}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
