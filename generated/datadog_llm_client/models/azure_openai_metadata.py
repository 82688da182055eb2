# Made by "make generate" from openapi/: edit that.
"""`AzureOpenAIMetadata`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .._runtime.values.decoding import json_object, optional, remaining, string
from .._runtime.values.models import Model
from ..types import UNSET, Unset


@define(kw_only=True, repr=False, eq=False)
class AzureOpenAIMetadata(Model):
    """An Azure OpenAI deployment."""

    deployment_id: str | Unset = UNSET
    """Identifier of the deployment."""
    model_version: str | Unset = UNSET
    """Version of the deployed model."""
    resource_name: str | Unset = UNSET
    """Name of the Azure resource."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            deployment_id=optional(properties, "deployment_id", string),
            model_version=optional(properties, "model_version", string),
            resource_name=optional(properties, "resource_name", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "deployment_id": self.deployment_id,
            "model_version": self.model_version,
            "resource_name": self.resource_name,
        }
