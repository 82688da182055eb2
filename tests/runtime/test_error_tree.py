"""One tree of errors, one class for each status."""

import inspect

import datadog_llm_client
import pytest
from datadog_llm_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    DatadogError,
    NotFoundError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    RequestValidationError,
    ResponseValidationError,
    ServerError,
    ValidationError,
    errors,
)
from datadog_llm_client._runtime.calls.responses import status_error_type

TREE: dict[type[Exception], tuple[type, ...]] = {
    DatadogError: (Exception,),
    ConfigurationError: (DatadogError, ValueError),
    ValidationError: (DatadogError, ValueError),
    RequestValidationError: (ValidationError,),
    ResponseValidationError: (ValidationError,),
    APIConnectionError: (DatadogError,),
    APITimeoutError: (APIConnectionError,),
    APIStatusError: (DatadogError,),
    BadRequestError: (APIStatusError,),
    AuthenticationError: (APIStatusError,),
    PermissionDeniedError: (APIStatusError,),
    NotFoundError: (APIStatusError,),
    RateLimitError: (APIStatusError,),
    ServerError: (APIStatusError,),
    ProviderError: (DatadogError,),
}


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_the_tree(kind: type[Exception]) -> None:
    assert tuple(base for base in kind.__bases__ if issubclass(base, Exception)) == TREE[kind]
    assert getattr(datadog_llm_client, kind.__name__) is kind
    assert kind.__name__ in errors.__all__


def test_the_tree_is_whole() -> None:
    found = {value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)}
    assert found == set(TREE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (429, RateLimitError),
        *((status, ServerError) for status in (500, 502, 503, 504, 520, 529, 599)),
        *((status, APIStatusError) for status in (100, 302, 304, 402, 409, 418, 451, 499, 600, 799, 999)),
    ],
)
def test_one_class_for_each_status(status: int, kind: type[APIStatusError]) -> None:
    assert status_error_type(status) is kind
