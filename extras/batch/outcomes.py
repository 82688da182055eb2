"""What came of a call, as plain data."""

from __future__ import annotations

from typing import Any

from .. import ProviderError, ResponseValidationError


def plain(value: Any) -> Any:
    """Return a value with its models as plain data."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def told_of(error: Exception, line: int) -> dict[str, Any]:
    """An error as plain data. What was answered is kept, since it may have been paid for."""
    told: dict[str, Any] = {"line": line, "type": type(error).__name__, "message": str(error)}
    for name in ("status_code", "request_id", "retry_after"):
        if (value := getattr(error, name, None)) is not None:
            told[name] = value
    if isinstance(error, ProviderError):
        told["response"] = plain(error.parsed)
    elif isinstance(error, ResponseValidationError):
        told["content"] = error.content.decode("utf-8", "replace")
    return told
