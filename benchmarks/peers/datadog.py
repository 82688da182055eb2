"""Datadog's own client for its whole API, with its defaults."""

import importlib
import json
import logging
from typing import Any

from benchmarks.peers import AsyncCall, Call

ACCOUNT = "account-abc123"
OPERATION = "create_llm_obs_integration_inference"
REQUEST = "LLMObsIntegrationInferenceRequest"


def _package(name: str = "") -> Any:
    return importlib.import_module(f"datadog_api_client{name}")


def _operation(url: str, client: str) -> Any:
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # it warns about each connection beyond the four that it keeps
    configuration = _package().Configuration(host=url, api_key={"apiKeyAuth": "a", "appKeyAuth": "b"})
    configuration.unstable_operations[OPERATION] = True
    api = _package(".v2.api.agent_observability_api").AgentObservabilityApi(getattr(_package(), client)(configuration))
    return getattr(api, OPERATION)


def sync_call(url: str, body: dict[str, Any]) -> Call:
    operation, models = _operation(url, "ApiClient"), _package(".v2.models")
    request, name = getattr(models, REQUEST), models.LLMObsIntegrationName("openai")
    return lambda: operation(name, ACCOUNT, request(**body))


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    operation, models = _operation(url, "AsyncApiClient"), _package(".v2.models")
    request, name = getattr(models, REQUEST), models.LLMObsIntegrationName("openai")

    async def call() -> object:
        return await operation(name, ACCOUNT, request(**body))

    return call


def reader(content: bytes) -> Call:
    """Reads JSON into its model of an answer."""
    deserialize = _package().ApiClient(_package().Configuration()).deserialize
    kind = _package(".v2.models").LLMObsIntegrationInferenceResponse
    return lambda: deserialize(content.decode(), (kind,), True)


def writer(body: dict[str, Any]) -> Call:
    """Writes its model of a request as JSON."""
    model, to_dict = getattr(_package(".v2.models"), REQUEST)(**body), _package(".model_utils").model_to_dict
    return lambda: json.dumps(to_dict(model)).encode()
