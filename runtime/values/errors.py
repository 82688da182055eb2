"""Every error that the client raises. A caller needs to catch nothing else.

DatadogError
├── ConfigurationError            the client is set up wrongly (also a ValueError)
├── ValidationError               data is not what the contract says: where, and what was expected (also a ValueError)
│   ├── RequestValidationError    ... before anything was sent
│   └── ResponseValidationError   ... in a 2xx answer
├── APIConnectionError            nothing usable came back; httpx's error is its `__cause__`
│   └── APITimeoutError
├── APIStatusError                any status outside 2xx
│   ├── BadRequestError 400   ├── AuthenticationError 401   ├── PermissionDeniedError 403
│   ├── NotFoundError 404     ├── RateLimitError 429        └── ServerError 5xx
└── ProviderError                 a 2xx that says that the LLM provider refused
"""

from __future__ import annotations

import http
from collections.abc import Mapping
from typing import Any, Self

from .excerpts import excerpt
from .rate_limits import RateLimit, requested_wait
from .types import ErrorDetail, Response

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


class DatadogError(Exception):
    """The root of all errors of this package. They pickle, and are equal when they say the same."""

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
    """The client cannot work as it is set up: the message names the setting and how to mend it."""


class ValidationError(DatadogError, ValueError):
    """Data is not what the contract says.

    Attributes:
        expected: what the contract says.
        found: what there is instead.
        path: where, as the keys and indexes that lead there.
    """

    def __init__(self, expected: str, found: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found
        self.path = path

    def under(self, key: str | int) -> Self:
        """Say that the fault is inside the property or item `key` of what is being read."""
        self.path = (key, *self.path)
        return self

    @property
    def location(self) -> str:
        """The path as one would write it, such as `messages[0].role`; empty for the whole document."""
        text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path)
        return text.removeprefix(".")

    def __str__(self) -> str:
        return f"{self.location or 'the document'}: expected {self.expected}, found {self.found}"


class RequestValidationError(ValidationError):
    """The arguments of a call are not what the contract says. Nothing was sent."""


class _FromResponse:
    """What an error knows when an HTTP response led to it: the `Response`, whose facts are its own, too."""

    response: Response[Any]

    @property
    def status_code(self) -> int:
        """HTTP status of the answer."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of the answer, by any case."""
        return self.response.headers

    @property
    def content(self) -> bytes:
        """Body of the answer as it came, decompressed. It may be cut short where the connection was."""
        return self.response.content

    @property
    def request_id(self) -> str | None:
        """What to quote to Datadog's support, where the answer said it."""
        return self.response.request_id

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit that applied, where the answer said it."""
        return self.response.rate_limit

    @property
    def retries(self) -> int:
        """How many times the request was sent again before this answer."""
        return self.response.retries

    def _context(self) -> str:
        request_id = f", request id {self.request_id}" if self.request_id else ""
        return f"{self.response.method} {self.response.path}{request_id}"


class ResponseValidationError(_FromResponse, ValidationError):
    """A 2xx answer whose body is not what the contract says. The body is kept in `content`.

    Attributes:
        response: the answer, as `with_raw_response` would have returned it.
    """

    def __init__(self, expected: str, found: str, path: tuple[str | int, ...], response: Response[Any]) -> None:
        super().__init__(expected, found, path)
        self.response = response

    def __str__(self) -> str:
        return f"{super().__str__()} (status {self.status_code}, {self._context()})"


class APIConnectionError(DatadogError):
    """No usable answer came back. httpx's error is the `__cause__`.

    Attributes:
        method: the method of the request.
        path: the path and query of the request.
        retries: how many times it was sent again.
    """

    def __init__(self, message: str, *, method: str, path: str, retries: int = 0) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.retries = retries

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.method} {self.path})"


class APITimeoutError(APIConnectionError):
    """A timeout or the deadline passed before the answer was there."""


class APIStatusError(_FromResponse, DatadogError):
    """The API answered with a status outside 2xx.

    Attributes:
        response: the answer, as `with_raw_response` would have returned it.
        errors: the faults that the server named, at most 100 and possibly none.
        body: the answer as JSON, or as text where it is none.
        hint: what a refusal may be due to, besides what the server says.
    """

    hint: str = ""

    def __init__(self, response: Response[Any], errors: tuple[ErrorDetail, ...], body: Any) -> None:
        super().__init__(response.status_code)
        self.response = response
        self.errors = errors
        self.body = body

    @property
    def retry_after(self) -> float | None:
        """Seconds from the answer that the server asked to wait, or None where it did not ask."""
        return requested_wait(self.headers, self.response.received_at)

    def __str__(self) -> str:
        phrase = next((known.phrase for known in http.HTTPStatus if known == self.status_code), "")  # none for 520
        status = f"{self.status_code} {phrase}".rstrip()
        text = str(self.errors[0]) if self.errors else excerpt(self.content) if self.status_code >= 400 else ""
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        target = self.headers.get("location")
        where = f", redirects to {target!r} and was not followed" if target and 300 <= self.status_code < 400 else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{status}{text and f': {text}'}{more} ({self._context()}{where}){hint}"


class BadRequestError(APIStatusError):
    """400: the request is malformed, or names something that does not exist."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or not valid."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are valid but lack the permission."""


class NotFoundError(APIStatusError):
    """404: there is nothing at this path."""


class RateLimitError(APIStatusError):
    """429: a rate limit was reached. `rate_limit` and `retry_after` say which, and for how long."""


class ServerError(APIStatusError):
    """5xx: Datadog, or a gateway before it, failed."""


class ProviderError(_FromResponse, DatadogError):
    """Datadog answered well, and the answer says that the LLM provider refused or failed.

    Attributes:
        response: the answer, as `with_raw_response` would have returned it.
        detail: what the provider said, as the contract's model.
        parsed: the whole model that says so.
    """

    def __init__(self, response: Response[Any], detail: Any) -> None:
        super().__init__(str(detail))
        self.response = response
        self.detail = detail
        self.parsed = response.parsed

    def __str__(self) -> str:
        try:
            facts = self.detail.to_dict()
        except AttributeError:  # it came as something else than the contract says
            return f"the provider refused: {self.detail} ({self._context()})"
        said = [str(facts[name]) for name in ("type", "message") if name in facts] or ["without a reason"]
        return f"the provider refused: {': '.join(said)} ({self._context()})"
