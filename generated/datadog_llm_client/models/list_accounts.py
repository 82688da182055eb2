# Made by "make generate" from openapi/: edit that.
"""The models of the `list_accounts` operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .._runtime.values.decoding import json_object, optional, remaining, required, string
from .._runtime.values.models import Model
from ..types import UNSET, Unset
from .azure_openai_metadata import AzureOpenAIMetadata
from .vertex_ai_metadata import VertexAIMetadata


@define(kw_only=True, repr=False, eq=False)
class IntegrationAccount(Model):
    """An account at an LLM provider that the organisation has connected to Datadog."""

    id: str
    """Datadog's identifier of the account, which `run_inference` takes as `account_id`."""
    account_id: str
    """The provider's own identifier of the account."""
    account_name: str
    """Display name of the account."""
    integration: str
    """Name of the integration that the account belongs to."""
    account_region: str | Unset = UNSET
    """Provider region of the account, if any."""
    azure_openai_metadata: AzureOpenAIMetadata | Unset = UNSET
    """An Azure OpenAI deployment."""
    vertex_ai_metadata: VertexAIMetadata | Unset = UNSET
    """A Google Cloud project and region."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            id=required(properties, "id", string),
            account_id=required(properties, "account_id", string),
            account_name=required(properties, "account_name", string),
            integration=required(properties, "integration", string),
            account_region=optional(properties, "account_region", string),
            azure_openai_metadata=optional(properties, "azure_openai_metadata", AzureOpenAIMetadata.from_dict),
            vertex_ai_metadata=optional(properties, "vertex_ai_metadata", VertexAIMetadata.from_dict),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "account_id": self.account_id,
            "account_name": self.account_name,
            "integration": self.integration,
            "account_region": self.account_region,
            "azure_openai_metadata": self.azure_openai_metadata,
            "vertex_ai_metadata": self.vertex_ai_metadata,
        }
