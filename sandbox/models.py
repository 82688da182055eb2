"""The models of the sandbox's providers."""

from collections.abc import Iterable
from typing import Any

MODELS: dict[str, tuple[str, ...]] = {
    "openai": ("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-5", "o3", "o4-mini"),
    "amazon_bedrock": (
        "amazon.nova-pro-v1:0",
        "anthropic.claude-sonnet-4-20250514-v1:0",
        "meta.llama3-70b-instruct-v1:0",
    ),
    "anthropic": ("claude-opus-4-1", "claude-sonnet-4-5", "claude-haiku-4-5"),
    "azure_openai": ("gpt-4o", "gpt-4o-mini", "gpt-4.1"),
    "vertex_ai": ("gemini-2.5-pro", "gemini-2.5-flash"),
    "llmproxy": ("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-flash"),
}


def offered(integration: str, published: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the models of an integration. The contract's example is included unchanged."""
    examples = {model["model_id"]: model for model in published if model["integration"] == integration}
    return [examples.get(name) or _model(integration, name) for name in _names(integration)]


def _model(integration: str, name: str) -> dict[str, Any]:
    # Bedrock prefixes a model with its maker.
    provider, _, short = name.partition(".") if integration == "amazon_bedrock" else (integration, "", name)
    model: dict[str, Any] = {
        "id": name,
        "model_id": name,
        "model_display_name": short.replace("-", " ").capitalize(),
        "integration": integration,
        "integration_display_name": integration.replace("_", " ").title(),
        "provider": provider,
        "provider_display_name": provider.replace("_", " ").title(),
        "json_schema": not name.startswith(("meta.", "o3")),
        "has_access": not name.startswith("gpt-5"),
    }
    # The overrides are optional, so only models with regions have them.
    if integration == "amazon_bedrock":
        model["region_prefix_overrides"] = {"us-east-1": "us.", "eu-west-1": "eu."}
    return model


def exists(integration: str, model: str) -> bool:
    """Whether an integration has a model."""
    return model in _names(integration)


def _names(integration: str) -> tuple[str, ...]:
    """Return the names of an integration's models; an unknown integration has a single one."""
    return MODELS.get(integration, (f"{integration}-model",))
