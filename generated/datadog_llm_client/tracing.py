# Copied from extras/tracing.py: edit that.
"""Traces in Datadog's LLM Observability, through ddtrace. Requires the extra `[ddtrace]`.

    LLMObs.enable(ml_app="capitals")
    client = traced(Client())

`judge` makes what ddtrace's evaluations accept in place of a provider's client.
"""

from __future__ import annotations

import functools
import inspect
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from . import UNSET, AsyncClient, Client, ConfigurationError, Response
from ._traits import INFERENCES, NOTHING, TRAITS, evaluate, plain, point, said, steps

__all__ = ("judge", "traced")

logger = logging.getLogger(__name__)

C = TypeVar("C", Client, AsyncClient)


def traced(client: C) -> C:
    """Return a copy of a client, on the same connections, that records each inference as a span of kind `llm`.

    The span has the provider, model, input and output messages, tools, settings, tokens and errors, and includes
    retries. While `LLMObs` is not enabled, nothing is recorded. Failures of tracing are logged and do not affect the
    call.

    Raises `ConfigurationError` if ddtrace is not installed.
    """
    try:
        from ddtrace.llmobs import LLMObs  # type: ignore[import-not-found, import-untyped, unused-ignore]  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        message = f"traced() requires an extra: pip install 'datadog-llm-client[ddtrace]' ({error})"
        raise ConfigurationError(message) from error
    kind: Any = type(client)
    copy = client.with_options()
    copy.__class__ = _traced(kind, LLMObs)
    return copy


@functools.cache
def _traced(kind: type[Any], llmobs: Any) -> type[Any]:
    if hasattr(kind, "_opens_spans"):
        return kind
    methods = {name: _method(name, getattr(kind, name), llmobs) for name in INFERENCES}
    return type(kind.__name__, (kind,), {"_opens_spans": True, "__doc__": kind.__doc__, **methods})


def _method(name: str, method: Callable[..., Any], llmobs: Any) -> Callable[..., Any]:
    signature = inspect.signature(method)

    @contextmanager
    def span(values: tuple[Any, ...], keywords: Mapping[str, Any]) -> Iterator[Callable[[Any], object]]:
        try:
            arguments = signature.bind(*values, **keywords).arguments
        except TypeError:
            arguments = None
        if arguments is None or not llmobs.enabled:
            yield lambda result: None
            return
        model, provider, annotations = request(name, arguments)
        with llmobs.llm(model_name=model, model_provider=provider, name=name) as opened:
            annotate(opened, annotations)
            try:
                yield lambda result: annotate(opened, outcome(name, result, annotations))
            except Exception as error:
                annotate(opened, outcome(name, _response_of(error), annotations))
                raise

    def annotate(opened: Any, annotations: Mapping[str, Any]) -> None:
        try:
            llmobs.annotate(span=opened, **annotations)
        except Exception:
            logger.exception("a span is incomplete; the call continues")

    if inspect.iscoroutinefunction(method):

        @functools.wraps(method)
        async def traced_async(*values: Any, **keywords: Any) -> Any:
            with span(values, keywords) as finish:
                result = await method(*values, **keywords)
                finish(result)
                return result

        return traced_async

    @functools.wraps(method)
    def traced_sync(*values: Any, **keywords: Any) -> Any:
        with span(values, keywords) as finish:
            result = method(*values, **keywords)
            finish(result)
            return result

    return traced_sync


def _response_of(error: Exception) -> Any:
    return next((value for value in vars(error).values() if isinstance(value, Response)), None)


def judge(client: Client, integration: str, account_id: str) -> Callable[..., str]:
    """Return a client for `ddtrace.llmobs.LLMJudge(client=...)`: a model as the judge, through a connected account.

    The judge's `model_params` are keyword arguments of `run_inference`; others raise `ConfigurationError`.
    """
    if not isinstance(client, Client):
        raise ConfigurationError(f"a judge requires a Client, not {type(client).__name__}: ddtrace does not await it")
    name, traits = next(iter(INFERENCES.items()))
    model_keyword, input_keyword, schema_keyword = (
        steps(traits.inference[key])[-1] for key in ("model", "input", "schema")
    )
    method = getattr(client, name)
    known = inspect.signature(method).parameters

    def ask(
        provider: str | None,
        messages: list[dict[str, str]],
        json_schema: dict[str, Any] | None,
        model: str,
        model_params: dict[str, Any] | None,
    ) -> str:
        keywords = {**(model_params or {}), model_keyword: model, input_keyword: messages}
        if json_schema:
            keywords[schema_keyword] = json.dumps(json_schema)
        if unknown := keywords.keys() - known.keys():
            raise ConfigurationError(f"model_params: {name} does not accept {', '.join(sorted(unknown))}")
        return cast(str, said(method(integration, account_id, **keywords), "output"))

    return ask


def request(operation: str, arguments: Mapping[str, Any]) -> tuple[str | None, str | None, dict[str, Any]]:
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
    answer = plain(result.parsed if isinstance(result, Response) else result)
    if not isinstance(answer, dict):
        return {}
    traits = TRAITS[operation]
    inference = traits.inference
    annotations: dict[str, Any] = {"metrics": traits.used(answer)}
    reply = evaluate(inference["reply"], {}, answer)
    if isinstance(reply.get("content"), str):
        annotations["output_data"] = [reply]
    reason = evaluate(inference["finish_reason"], {}, answer)
    if isinstance(reason, str):
        annotations["metadata"] = {**asked.get("metadata", {}), "finish_reason": reason}
    return annotations


def _message(inference: Mapping[str, Any], message: Mapping[str, Any]) -> dict[str, Any]:
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
