# Copied from runtime/values/from_response.py: edit that.
"""What errors have in common if an HTTP response led to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rate_limits import RateLimit
from .types import Response

__all__ = ("FromResponse",)


class FromResponse:
    """Mixin for errors caused by an HTTP response, whose attributes it exposes."""

    response: Response[Any]
    """The response, as `with_raw_response` would have returned it."""

    @property
    def status_code(self) -> int:
        """HTTP status of the response."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Response headers, case-insensitive."""
        return self.response.headers

    @property
    def content(self) -> bytes:
        """Response body, decompressed. It is incomplete if the connection was lost."""
        return self.response.content

    @property
    def request_id(self) -> str | None:
        """The ID to quote to Datadog support, if the response has one."""
        return self.response.request_id

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit that applied, if the response states it."""
        return self.response.rate_limit

    @property
    def retries(self) -> int:
        """Number of times the request was sent again before this response."""
        return self.response.retries

    def _context(self) -> str:
        request_id = f", request id {self.request_id}" if self.request_id else ""
        return f"{self.response.method} {self.response.path}{request_id}"
