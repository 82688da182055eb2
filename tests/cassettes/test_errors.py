"""Recorded errors, every one that the contract documents."""

from typing import Any

import pytest
from datadog_llm_client import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)

from tests.cassettes.conftest import Call

OPENAI = ("openai", "account-abc123")
INFERENCE: dict[str, Any] = {"model_id": "gpt-4o", "messages": [{"role": "user", "content": "Hello?"}]}
OPERATIONS = pytest.mark.parametrize(
    ("operation", "arguments", "keywords"),
    [("list_accounts", OPENAI[:1], {}), ("list_models", OPENAI, {}), ("run_inference", OPENAI, INFERENCE)],
    ids=["list_accounts", "list_models", "run_inference"],
)


def check(error: APIStatusError, status_code: int) -> None:
    assert error.status_code == status_code
    assert error.errors
    assert str(error.errors[0]) in str(error)
    assert error.body


@OPERATIONS
def test_unauthorized(call: Call, operation: str, arguments: tuple[str, ...], keywords: dict[str, Any]) -> None:
    """A request without the application key, which the client by itself would never send."""
    with pytest.raises((AuthenticationError, PermissionDeniedError)) as caught:
        call(operation, *arguments, hide_header="dd-application-key", **keywords)
    check(caught.value, caught.value.status_code)


@OPERATIONS
def test_forbidden(call: Call, operation: str, arguments: tuple[str, ...], keywords: dict[str, Any]) -> None:
    with pytest.raises(PermissionDeniedError) as caught:
        call(operation, *arguments, api_key="not-a-key-of-anybody", **keywords)
    check(caught.value, 403)


def test_bad_request_names_every_fault(call: Call) -> None:
    with pytest.raises(BadRequestError) as caught:
        call("run_inference", *OPENAI, **INFERENCE, extra_body={"max_tokens": "many", "messages": "hello"})
    check(caught.value, 400)


@pytest.mark.sandbox_only
@OPERATIONS
def test_rate_limited(call: Call, operation: str, arguments: tuple[str, ...], keywords: dict[str, Any]) -> None:
    with pytest.raises(RateLimitError) as caught:
        call(operation, *arguments, api_key="sandbox-rate-limited", **keywords)
    check(caught.value, 429)
    limit = caught.value.rate_limit
    assert limit is not None
    assert None not in (limit.limit, limit.period, limit.remaining, limit.reset, limit.name)


@pytest.mark.sandbox_only
def test_server_error(call: Call) -> None:
    with pytest.raises(ServerError) as caught:
        call("run_inference", *OPENAI, **INFERENCE, api_key="sandbox-failing")
    check(caught.value, 500)
