# Made by "make generate" from openapi/: edit that.
"""A typed client for Datadog's LLM Observability integrations API (Preview).

`Client` and `AsyncClient` have one method per operation. Models are in `models`, and every error that is raised is a
`DatadogError`. Names are imported on first use.
"""

from typing import TYPE_CHECKING

from ._runtime.values.lazy import lazy_module

__version__ = "0.1.0"

__all__ = (
    "__version__",
    "models",
    "AsyncClient",
    "Client",
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
    "File",
    "FileInput",
    "MapResult",
    "RateLimit",
    "Response",
    "UNSET",
    "Unset",
)

if TYPE_CHECKING:
    from . import models
    from .client import AsyncClient, Client
    from .errors import (
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        DatadogError,
        ErrorDetail,
        NotFoundError,
        PermissionDeniedError,
        ProviderError,
        RateLimitError,
        RequestValidationError,
        ResponseValidationError,
        ServerError,
        ValidationError,
    )
    from .types import UNSET, File, FileInput, MapResult, RateLimit, Response, Unset
else:
    __getattr__, __dir__ = lazy_module(
        __name__,
        {
            "models": ".models",
            "errors": ".errors",
            "types": ".types",
            "AsyncClient": ".client",
            "Client": ".client",
            "APIConnectionError": ".errors",
            "APIStatusError": ".errors",
            "APITimeoutError": ".errors",
            "AuthenticationError": ".errors",
            "BadRequestError": ".errors",
            "ConfigurationError": ".errors",
            "DatadogError": ".errors",
            "ErrorDetail": ".errors",
            "NotFoundError": ".errors",
            "PermissionDeniedError": ".errors",
            "ProviderError": ".errors",
            "RateLimitError": ".errors",
            "RequestValidationError": ".errors",
            "ResponseValidationError": ".errors",
            "ServerError": ".errors",
            "ValidationError": ".errors",
            "File": ".types",
            "FileInput": ".types",
            "MapResult": ".types",
            "RateLimit": ".types",
            "Response": ".types",
            "UNSET": ".types",
            "Unset": ".types",
        },
    )
