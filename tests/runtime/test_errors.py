"""One tree of errors, one class for each status: how they read, what they carry, and that they pickle and compare."""

import copy
import inspect
import pickle
from typing import Any

import attrs
import datadog_llm_client
import httpx
import pytest
from datadog_llm_client import ErrorDetail, RateLimit, Response, errors
from datadog_llm_client._runtime.calls.responses import status_error_type
from datadog_llm_client.models import InferenceResponse, ProviderErrorDetail

from tests.support.clients import INFERENCE

NOW = 1_700_000_000.0
TREE = {
    "DatadogError": ("Exception",),
    "ConfigurationError": ("DatadogError", "ValueError"),
    "ValidationError": ("DatadogError", "ValueError"),
    **dict.fromkeys(("RequestValidationError", "ResponseValidationError"), ("ValidationError",)),
    **dict.fromkeys(("APIConnectionError", "APIStatusError", "ProviderError"), ("DatadogError",)),
    "APITimeoutError": ("APIConnectionError",),
    **dict.fromkeys(("BadRequestError", "AuthenticationError", "PermissionDeniedError"), ("APIStatusError",)),
    **dict.fromkeys(("NotFoundError", "RateLimitError", "ServerError"), ("APIStatusError",)),
}


def test_the_tree() -> None:
    kinds = {name: value for name, value in vars(errors).items() if inspect.isclass(value)}
    found = {name: kind for name, kind in kinds.items() if issubclass(kind, Exception)}
    bases = {name: [each.__name__ for each in kind.__bases__] for name, kind in found.items()}
    assert {name: tuple(base for base in each if base != "FromResponse") for name, each in bases.items()} == TREE
    assert set(TREE) <= set(errors.__all__)
    assert all(getattr(datadog_llm_client, name) is kind for name, kind in found.items())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (429, errors.RateLimitError),
        *((status, errors.ServerError) for status in (500, 502, 503, 504, 520, 529, 599)),
        *((status, errors.APIStatusError) for status in (100, 302, 304, 402, 409, 418, 451, 499, 600, 799, 999)),
    ],
)
def test_one_class_for_each_status(status: int, kind: type[errors.APIStatusError]) -> None:
    assert status_error_type(status) is kind


def answer(status: int, parsed: Any = None, **headers: str) -> Response[Any]:
    raw = httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return Response(status, raw, b"", parsed, "GET", "/accounts", 1, NOW)


def refusal(status: int, *details: ErrorDetail, **headers: str) -> errors.APIStatusError:
    return errors.APIStatusError(answer(status, **headers), details, "")


ID = {"x_request_id": "request-7"}
ONE, TWO = ErrorDetail(detail="No such account", pointer="/a"), ErrorDetail(title="Bad")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (refusal(404), "404 Not Found (GET /accounts)"),
        (refusal(404, ONE), "404 Not Found: No such account (/a) (GET /accounts)"),
        (refusal(404, TWO, ONE), "404 Not Found: Bad (and 1 more) (GET /accounts)"),
        (refusal(429, TWO, **ID), "429 Too Many Requests: Bad (GET /accounts, request id request-7)"),
        (refusal(520), "520 (GET /accounts)"),
        (refusal(799, TWO), "799: Bad (GET /accounts)"),
        (
            refusal(302, location="https://a.example/"),
            "302 Found (GET /accounts, redirect to 'https://a.example/' not followed)",
        ),
        (refusal(201, location="https://a.example/"), "201 Created (GET /accounts)"),
        (
            errors.ResponseValidationError("a string", "null", ("messages", 0, "role"), answer(200)),
            "messages[0].role: expected a string, found null (status 200, GET /accounts)",
        ),
        (
            errors.ResponseValidationError("JSON", "an empty body", (), answer(204, **ID)),
            "the document: expected JSON, found an empty body (status 204, GET /accounts, request id request-7)",
        ),
        (
            errors.ProviderError(answer(200, **ID), ProviderErrorDetail(type="quota", message="Empty")),
            "the provider refused: quota: Empty (GET /accounts, request id request-7)",
        ),
        (errors.APITimeoutError("ReadTimeout: slow", method="GET", path="/a"), "ReadTimeout: slow (GET /a)"),
        (errors.ConfigurationError("api_key is missing"), "api_key is missing"),
        (errors.RequestValidationError("a string", "null", ("a", 0)), "a[0]: expected a string, found null"),
    ],
)
def test_error_messages(error: errors.DatadogError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (ErrorDetail(), "no detail"),
        (ErrorDetail(title="Bad"), "Bad"),
        (ErrorDetail(title="Bad", detail="No such account"), "No such account"),
        (ErrorDetail(detail="Wrong", pointer="/a/b"), "Wrong (/a/b)"),
        (ErrorDetail(detail="Wrong", parameter="integration"), "Wrong (integration)"),
        (ErrorDetail(detail="Wrong", header="DD-API-KEY"), "Wrong (DD-API-KEY)"),
    ],
)
def test_detail_messages(detail: ErrorDetail, text: str) -> None:
    assert str(detail) == text


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, None), ({"retry_after": "90"}, 90.0), ({"x_ratelimit_reset": "1700000090"}, 90.0)],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert errors.RateLimitError(answer(429, **headers), (), "").retry_after == seconds


def test_errors_expose_the_response() -> None:
    error = errors.RateLimitError(answer(429, x_request_id="request-7", x_ratelimit_limit="5"), (ONE,), {"errors": []})
    assert (error.status_code, error.request_id, error.retries) == (429, "request-7", 1)
    assert error.rate_limit == RateLimit(limit=5)
    assert error.headers["X-RateLimit-Limit"] == "5"
    assert (error.content, error.body, error.errors) == (b"", {"errors": []}, (ONE,))


def test_a_response_falls_back_to_attributes_of_the_model() -> None:
    """`error.response` was the model itself once, and code that reads it so goes on to work."""
    response: Any = answer(200, InferenceResponse.from_dict(INFERENCE))
    assert (response.model_id, response.response.content) == ("gpt-4o", "Hello.")
    assert response.content == b""
    for name in ("nothing", "_private", "__wrapped__"):
        with pytest.raises(AttributeError, match=f"'Response' object has no attribute '{name}'"):
            getattr(response, name)
    assert pickle.loads(pickle.dumps(response)) == copy.deepcopy(response) == copy.copy(response) == response


HTML = b"<html>\n  <h1>Bad gateway</h1>\x1b[31m\r\n" + b"x" * 500


@pytest.mark.parametrize(
    ("status", "content", "shown"),
    [
        (502, HTML, ": <html> <h1>Bad gateway</h1> [31m " + "x" * 167 + "... (GET"),
        (503, b"upstream down", ": upstream down (GET"),
        (520, b"\xff\xfe", ": \ufffd\ufffd (GET"),
        (500, b'{"oops": 1}', ': {"oops": 1} (GET'),
        (403, b"<html>blocked", ": <html>blocked (GET"),
        (500, b"", "500 Internal Server Error (GET"),
        (500, b" \n\t", "500 Internal Server Error (GET"),
        (302, b"<html>moved", "302 Found (GET"),
    ],
)
def test_the_start_of_a_body_without_details_is_shown(status: int, content: bytes, shown: str) -> None:
    text = str(errors.APIStatusError(attrs.evolve(answer(status), content=content), (), None))
    assert shown in text
    assert text.isprintable()
    assert len(text) < 300


def test_details_are_shown_in_place_of_the_body() -> None:
    assert "oops" not in str(
        errors.APIStatusError(attrs.evolve(answer(500), content=b'{"errors": ["a"], "oops": 1}'), (ONE,), None)
    )


def test_repr_shows_the_message() -> None:
    for error in examples():
        assert repr(error) == f"{type(error).__name__}({str(error)!r})"


def test_a_hint_follows_the_message() -> None:
    error = errors.APIStatusError(answer(403), (), "")
    error.hint = "DD_HOST is set but not used by this client"
    assert str(error) == "403 Forbidden (GET /accounts); DD_HOST is set but not used by this client"
    assert pickle.loads(pickle.dumps(error)) == error


def examples() -> list[errors.DatadogError]:
    """Two of each kind, and all of them different. Built anew for each test, since equal is not the same."""
    detail = ProviderErrorDetail(type="quota", message="Empty")
    parsed = InferenceResponse.from_dict({**INFERENCE, "error_response": detail.to_dict()})
    return [
        errors.ConfigurationError("a"),
        errors.ConfigurationError("b"),
        errors.ValidationError("a", "b"),
        errors.ValidationError("a", "b", ("c",)),
        errors.RequestValidationError("a", "b", ("c", 0)),
        errors.ResponseValidationError("a", "b", ("c", 0), answer(200)),
        errors.ResponseValidationError("a", "b", ("c", 0), answer(201)),
        errors.APIConnectionError("a", method="GET", path="/a"),
        errors.APIConnectionError("a", method="GET", path="/a", retries=1),
        errors.APITimeoutError("a", method="GET", path="/a"),
        *(status_error_type(status)(answer(status), (ONE,), {"errors": ["a"]}) for status in (400, 401, 418, 520, 599)),
        errors.RateLimitError(answer(429, retry_after="5"), (ONE,), "text"),
        errors.RateLimitError(answer(429, retry_after="6"), (ONE,), "text"),
        errors.RateLimitError(answer(429, retry_after="6"), (TWO,), "text"),
        errors.ProviderError(answer(200, parsed), detail),
        errors.ProviderError(answer(200, parsed), ProviderErrorDetail(type="quota", message="Other")),
    ]


@pytest.mark.parametrize("index", range(len(examples())))
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_errors_pickle_and_compare(index: int, again: Any) -> None:
    error = examples()[index]
    found = again(error)
    assert type(found) is type(error)
    assert found == error
    assert hash(found) == hash(error)
    assert str(found) == str(error)
    assert [index for index, other in enumerate(examples()) if other == found] == [index]
    assert found != str(error)


def test_locations_are_built_from_the_inside_out() -> None:
    error = errors.ValidationError("a string", "null")
    assert error.location == ""
    assert error.under("role").under(0).under("messages") is error
    assert error.path == ("messages", 0, "role")
    assert error.location == "messages[0].role"
