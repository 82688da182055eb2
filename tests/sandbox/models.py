"""The models that the sandbox's providers have."""

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


def exists(integration: str, model: str) -> bool:
    """Whether an integration has a model. One that the table lacks has every model."""
    return model in MODELS.get(integration, (model,))
