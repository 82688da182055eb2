# Copied from runtime/values/errors.py: edit that.
"""All errors that the client raises.

DatadogError
├── ConfigurationError            a setting is missing or invalid (also a ValueError)
├── ValidationError               data does not match the contract (also a ValueError)
│   ├── RequestValidationError    ... in the arguments; nothing was sent
│   └── ResponseValidationError   ... in a 2xx response
├── APIConnectionError            no usable response; httpx's error is its `__cause__`
│   └── APITimeoutError
├── APIStatusError                any status outside 2xx
│   ├── BadRequestError 400   ├── AuthenticationError 401   ├── PermissionDeniedError 403
│   ├── NotFoundError 404     ├── RateLimitError 429        └── ServerError 5xx
└── ProviderError                 a 2xx response reporting that the LLM provider refused or failed
"""

from __future__ import annotations

import http
from typing import Any, Self

from .rate_limits import requested_wait
from .types import ErrorDetail, FromResponse, Response

__all__ = (
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "DatadogError",
    "ErrorDetail",
    "NotFoundError",
    "PermissionDeniedError",
    "ProviderError",
    "RateLimitError",
    "RequestValidationError",
    "ResponseValidationError",
    "ServerError",
    "ValidationError",
)

_SHOWN = 200
_SHOWN_OF_VALUE = 100


class DatadogError(Exception):
    """Base class of all errors in this package. They can be pickled, and compare by value."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), self.args))


def _rebuild(cls: type[DatadogError], args: tuple[Any, ...], state: dict[str, Any]) -> DatadogError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(DatadogError, ValueError):
    """A setting is missing or invalid. The message names it and says how to fix it."""


class ValidationError(DatadogError, ValueError):
    """Data does not match the contract.

    Attributes:
        expected: what the contract says.
        found: what was found instead.
        path: the keys and indexes that lead to the fault.
    """

    def __init__(self, expected: str, found: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found
        self.path = path

    def under(self, key: str | int) -> Self:
        """Prepend a key or index to the path, and return the error."""
        self.path = (key, *self.path)
        return self

    @property
    def location(self) -> str:
        """The path as text, such as `messages[0].role`; empty for the whole document."""
        text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path)
        return text.removeprefix(".")

    def __str__(self) -> str:
        return f"{self.location or 'the document'}: expected {self.expected}, found {self.found}"


class RequestValidationError(ValidationError):
    """The arguments of a call do not match the contract. Nothing was sent."""


class ResponseValidationError(FromResponse, ValidationError):
    """The body of a 2xx response does not match the contract. It is kept in `content`."""

    def __init__(self, expected: str, found: str, path: tuple[str | int, ...], response: Response[Any]) -> None:
        super().__init__(expected, found, path)
        self.response = response

    def __str__(self) -> str:
        return f"{super().__str__()} (status {self.status_code}, {self._context()})"


class APIConnectionError(DatadogError):
    """There was no usable response. httpx's error is the `__cause__`.

    Attributes:
        method: method of the request.
        path: path of the request.
        retries: number of times it was sent again.
    """

    def __init__(self, message: str, *, method: str, path: str, retries: int = 0) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.retries = retries

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.method} {self.path})"


class APITimeoutError(APIConnectionError):
    """A timeout or the deadline expired before the response was complete."""


class APIStatusError(FromResponse, DatadogError):
    """The response has a status outside 2xx.

    Attributes:
        errors: the faults that the server reported, at most 100 and possibly none.
        body: the parsed JSON, or text if it is not JSON.
        hint: a possible cause that the server does not know of.
    """

    hint: str = ""

    def __init__(self, response: Response[Any], errors: tuple[ErrorDetail, ...], body: Any) -> None:
        super().__init__(response.status_code)
        self.response = response
        self.errors = errors
        self.body = body

    @property
    def retry_after(self) -> float | None:
        """Seconds the server asked to wait, counted from the response, or None."""
        return requested_wait(self.headers, self.response.received_at)

    def __str__(self) -> str:
        phrase = next((known.phrase for known in http.HTTPStatus if known == self.status_code), "")
        status = f"{self.status_code} {phrase}".rstrip()
        text = str(self.errors[0]) if self.errors else excerpt(self.content) if self.status_code >= 400 else ""
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        target = self.headers.get("location")
        where = f", redirect to {target!r} not followed" if target and 300 <= self.status_code < 400 else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{status}{text and f': {text}'}{more} ({self._context()}{where}){hint}"


class BadRequestError(APIStatusError):
    """400: the request is malformed or refers to something that does not exist."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or invalid."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are valid but lack the permission."""


class NotFoundError(APIStatusError):
    """404: the path does not exist."""


class RateLimitError(APIStatusError):
    """429: a rate limit was exceeded. See `rate_limit` and `retry_after`."""


class ServerError(APIStatusError):
    """5xx: Datadog, or a gateway in front of it, failed."""


class ProviderError(FromResponse, DatadogError):
    """Datadog responded with success, but reported that the LLM provider refused or failed.

    Attributes:
        detail: the provider's error, as a model.
        parsed: the whole result, as a model.
    """

    def __init__(self, response: Response[Any], detail: Any) -> None:
        super().__init__(str(detail))
        self.response = response
        self.detail = detail
        self.parsed = response.parsed

    def __str__(self) -> str:
        try:
            facts = self.detail.to_dict()
        except AttributeError:
            return f"the provider refused: {self.detail} ({self._context()})"
        said = [str(facts[name]) for name in ("type", "message") if name in facts] or ["no reason given"]
        return f"the provider refused: {': '.join(said)} ({self._context()})"


def excerpt(content: bytes) -> str:
    text = content[: 8 * _SHOWN].decode("utf-8", "replace")
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."


def shown(value: object) -> str:
    try:
        text = repr(value)
    except Exception:
        return type(value).__name__
    return text if len(text) <= _SHOWN_OF_VALUE else f"{text[:_SHOWN_OF_VALUE]}..."
