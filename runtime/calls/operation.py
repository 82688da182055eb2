"""What the contract says of one operation, as the generated modules state it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from attrs import frozen

from ..values.decoding import Decoder
from ..values.models import Model

T = TypeVar("T")


@frozen
class Operation(Generic[T]):
    """One operation of the contract.

    name: its operationId. path: with `{parameters}`. decode: reads the 2xx body. body: reads, and so checks, the
    request body, where there is one. provider_error: the property of a 2xx that says that the provider refused.
    """

    name: str
    method: str
    path: str
    decode: Decoder[T]
    body: Callable[[Any], Model] | None = None
    provider_error: str | None = None

    @property
    def is_safe(self) -> bool:
        """Whether sending it twice does no harm: it only reads (RFC 9110, section 9.2.1)."""
        return self.method in ("GET", "HEAD", "OPTIONS")
