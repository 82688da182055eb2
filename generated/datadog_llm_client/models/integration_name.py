# Made by "make generate" from openapi/: edit that.
"""`IntegrationName`."""

from __future__ import annotations

from typing import Literal, TypeAlias

IntegrationName: TypeAlias = (
    Literal["amazon_bedrock", "anthropic", "azure_openai", "llmproxy", "openai", "vertex_ai"] | str
)
"""An LLM integration that Datadog can connect to.

Other values are accepted too, and returned unchanged.
"""

INTEGRATION_NAME_VALUES = frozenset(["amazon_bedrock", "anthropic", "azure_openai", "llmproxy", "openai", "vertex_ai"])
