# Made by "make generate" from openapi/: edit that.
"""`ErrorResponse` and the models around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from attrs import define, field

from .._runtime.values.decoding import (
    any_value,
    array,
    json_object,
    mapping,
    one_of,
    optional,
    remaining,
    required,
    string,
)
from .._runtime.values.models import Model
from ..types import UNSET, Unset


@define(kw_only=True, repr=False, eq=False)
class ErrorResponse(Model):
    """Why Datadog refused or failed a request."""

    errors: list[ErrorItem | str | dict[str, Any]]
    """The errors, as JSON:API error objects or plain strings."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            errors=required(properties, "errors", _errors),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "errors": self.errors,
        }


@define(kw_only=True, repr=False, eq=False)
class ErrorItem(Model):
    """A JSON:API error object."""

    detail: str | Unset = UNSET
    """Human-readable explanation of this occurrence of the error."""
    title: str | Unset = UNSET
    """Human-readable summary of the error."""
    status: str | Unset = UNSET
    """HTTP status of the response, as a string."""
    source: ErrorSource | Unset = UNSET
    """The part of the request that is at fault."""
    meta: ErrorItemMeta | Unset = UNSET
    """Additional information, in no fixed format."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            detail=optional(properties, "detail", string),
            title=optional(properties, "title", string),
            status=optional(properties, "status", string),
            source=optional(properties, "source", ErrorSource.from_dict),
            meta=optional(properties, "meta", _meta),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "detail": self.detail,
            "title": self.title,
            "status": self.status,
            "source": self.source,
            "meta": self.meta,
        }


@define(kw_only=True, repr=False, eq=False)
class ErrorSource(Model):
    """The part of the request that is at fault."""

    pointer: str | Unset = UNSET
    """JSON pointer into the request body."""
    parameter: str | Unset = UNSET
    """Name of a query parameter."""
    header: str | Unset = UNSET
    """Name of a header."""
    additional_properties: dict[str, Any] = field(factory=dict)
    """Properties that the contract does not know, by name."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object. Raises `ValidationError`, with a path, if it does not match."""
        properties = json_object(src_dict, cls)
        return cls(
            pointer=optional(properties, "pointer", string),
            parameter=optional(properties, "parameter", string),
            header=optional(properties, "header", string),
            additional_properties=remaining(properties),
        )

    def _properties(self) -> dict[str, Any]:
        return {
            "pointer": self.pointer,
            "parameter": self.parameter,
            "header": self.header,
        }


ErrorItemMeta: TypeAlias = dict[str, Any]
"""Additional information, in no fixed format."""

_errors = array(one_of(ErrorItem.from_dict, string))
_meta = mapping(any_value)
