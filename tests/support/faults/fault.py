"""A fault, and what the client is documented to make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import httpx
from datadog_llm_client import DatadogError

from .behaviours import Behaviour

OPERATIONS = ("list_accounts", "run_inference")


class Again(Enum):
    """Which requests are sent again by default. With `retry_unsafe=True`, READS is all of them."""

    NEVER = "never"
    READS = "reads"
    ALWAYS = "always"


@dataclass(frozen=True)
class Fault:
    """The server behaves as `behaviours` say, one a request, or does not listen where there are none.

    error: how the call ends, or None where it ends well. message: a part of its text. attributes: those of the
    error. cause: the error of httpx behind it. returns: what comes back, where not the documented example.
    """

    name: str
    behaviours: tuple[Behaviour, ...]
    error: type[DatadogError] | None
    again: Again = Again.NEVER
    message: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    cause: type[httpx.HTTPError] | None = None
    returns: Any = None
    operations: tuple[str, ...] = OPERATIONS
    options: Mapping[str, Any] = field(default_factory=dict)
    scheme: str = "http"

    def is_repeated(self, operation: str, *, retry_unsafe: bool = False) -> bool:
        """Whether a request that meets this fault is sent again."""
        if self.again is Again.READS:
            return retry_unsafe or operation == "list_accounts"
        return self.again is Again.ALWAYS
