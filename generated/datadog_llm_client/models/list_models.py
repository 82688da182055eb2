# Made by "make generate" from openapi/: edit that.
"""The models of the `list_models` operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from attrs import define, field

from .._runtime.values.decoding import boolean, json_object, mapping, optional, remaining, required, string
from .._runtime.values.models import Model
from ..types import UNSET, Unset


@define(kw_only=True, repr=False, eq=False)
class IntegrationModel(Model):
    """A model that a connected account offers."""

    id: str
    """Identifier of the entry."""
    model_id: str
    """Identifier of the model, which `run_inference` takes as `model_id`."""
    model_display_name: str
    """Display name of the model."""
    integration: str
    """Name of the integration."""
    integration_display_name: str
    """Display name of the integration."""
    provider: str
    """Provider of the model, which may differ from the integration."""
    provider_display_name: str
    """Display name of the provider."""
    json_schema: bool
    """Whether the model supports `json_schema`."""
    has_access: bool
    """Whether the account may use the model."""
    region_prefix_overrides: IntegrationModelRegionPrefixOverrides | Unset = UNSET
    """Prefixes of the model's identifier, by region."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            id=required(properties, "id", string),
            model_id=required(properties, "model_id", string),
            model_display_name=required(properties, "model_display_name", string),
            integration=required(properties, "integration", string),
            integration_display_name=required(properties, "integration_display_name", string),
            provider=required(properties, "provider", string),
            provider_display_name=required(properties, "provider_display_name", string),
            json_schema=required(properties, "json_schema", boolean),
            has_access=required(properties, "has_access", boolean),
            region_prefix_overrides=optional(properties, "region_prefix_overrides", _region_prefix_overrides),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "model_id": self.model_id,
            "model_display_name": self.model_display_name,
            "integration": self.integration,
            "integration_display_name": self.integration_display_name,
            "provider": self.provider,
            "provider_display_name": self.provider_display_name,
            "json_schema": self.json_schema,
            "has_access": self.has_access,
            "region_prefix_overrides": self.region_prefix_overrides,
        }


IntegrationModelRegionPrefixOverrides: TypeAlias = dict[str, str]
"""Prefixes of the model's identifier, by region."""

_region_prefix_overrides = mapping(string)
