# Made by "make generate" from openapi/: edit that.
"""`VertexAIMetadata`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .._runtime.values.decoding import array, json_object, optional, remaining, string
from .._runtime.values.models import Model
from ..types import UNSET, Unset


@define(kw_only=True, repr=False, eq=False)
class VertexAIMetadata(Model):
    """A Google Cloud project and region."""

    location: str | Unset = UNSET
    """Vertex AI region."""
    project: str | Unset = UNSET
    """Identifier of the Google Cloud project."""
    project_ids: list[str] | Unset = UNSET
    """Identifiers of the Google Cloud projects that the service account can use."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            location=optional(properties, "location", string),
            project=optional(properties, "project", string),
            project_ids=optional(properties, "project_ids", _project_ids),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "location": self.location,
            "project": self.project,
            "project_ids": self.project_ids,
        }


_project_ids = array(string)
