# Copied by "make generate" from extras/tracing.py. Edit that, never this file.
"""Traces in Datadog's LLM Observability, by way of ddtrace, which the extra `[ddtrace]` brings.

    LLMObs.enable(ml_app="capitals")
    client = traced(Client())

`judge` is what ddtrace's evaluations take in place of a provider's client.
"""

from __future__ import annotations

import functools
import inspect
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from . import AsyncClient, Client, ConfigurationError, Response
from ._expressions import steps
from ._inference import said
from ._spans import outcome, request
from ._traits import INFERENCES

__all__ = ("judge", "traced")

logger = logging.getLogger(__name__)

C = TypeVar("C", Client, AsyncClient)


def traced(client: C) -> C:
    """A copy of a client, on the same connections, of which each inference is a span of kind `llm`.

    The span has provider, model, messages in and out, tools, settings, tokens and errors. Retries are within it. While
    `LLMObs` is not enabled, nothing is added. What tracing fails at is logged, and never the call's failure.

    Raises `ConfigurationError` where ddtrace is not installed.
    """
    try:
        from ddtrace.llmobs import LLMObs  # type: ignore[import-not-found, import-untyped, unused-ignore]  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        message = f"traced() needs the extra: pip install 'datadog-llm-client[ddtrace]' ({error})"
        raise ConfigurationError(message) from error
    kind: Any = type(client)
    copy = client.with_options()
    copy.__class__ = _traced(kind, LLMObs)
    return copy


@functools.cache
def _traced(kind: type[Any], llmobs: Any) -> type[Any]:
    """A class of clients that open spans. Of a class that does so already, the class itself."""
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
        except TypeError:  # which the method raises, too, and says it better
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
                # A provider that refused has used tokens, perhaps.
                annotate(opened, outcome(name, _response_of(error), annotations))
                raise

    def annotate(opened: Any, annotations: Mapping[str, Any]) -> None:
        try:
            llmobs.annotate(span=opened, **annotations)
        except Exception:
            logger.exception("a span lacks what it should say; the call goes on")

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
    """The whole `Response` that an error keeps, or None."""
    return next((value for value in vars(error).values() if isinstance(value, Response)), None)


def judge(client: Client, integration: str, account_id: str) -> Callable[..., str]:
    """What `ddtrace.llmobs.LLMJudge(client=...)` takes: a model as the judge, through an account that is connected.

    `model_params` of the judge are keywords of `run_inference`; others are `ConfigurationError`s.
    """
    if not isinstance(client, Client):
        raise ConfigurationError(f"a judge needs a Client, not {type(client).__name__}: ddtrace does not await it")
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
            raise ConfigurationError(f"model_params: {name} takes no {', '.join(sorted(unknown))}")
        return cast(str, said(method(integration, account_id, **keywords), "output"))

    return ask
