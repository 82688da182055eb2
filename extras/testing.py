"""A fake Datadog for tests, with real clients that validate their requests and never touch the network.

    fake = FakeDatadog()
    fake.answer("run_inference", text("Paris"), rate_limit())
    result = fake.client().run_inference("openai", "account-abc123", model_id="gpt-4o", messages=[...])
    assert fake.calls[0].body["model_id"] == "gpt-4o"

Operations return the contract's examples unless a test says otherwise. With pytest, use the fixture `fake_datadog`.
"""

from __future__ import annotations

import copy
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias
from urllib.parse import unquote

import httpx
from attrs import field, frozen

from . import AsyncClient, Client, ConfigurationError
from ._extras import EXAMPLES
from ._traits import NOTHING, TRAITS, place

__all__ = ("FakeAnswer", "FakeCall", "FakeDatadog", "failure", "rate_limit", "text")


@frozen
class FakeCall:
    """A request sent by a client.

    Attributes:
        operation: the name of the method.
        path: the path parameters.
        query: the query parameters, in order.
        headers: the headers by lowercase name, without credentials.
        body: the JSON document, or None.
    """

    operation: str
    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: Any


@frozen
class FakeAnswer:
    """Any response.

    Attributes:
        status_code: HTTP status.
        body: a JSON document, or text or bytes to send unchanged.
        headers: its headers.
    """

    status_code: int = 200
    body: Any = ""
    headers: Mapping[str, str] = field(factory=dict)


class _Model(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


#: What `FakeDatadog.answer` accepts.
Answer: TypeAlias = FakeAnswer | Exception | _Model | Mapping[str, Any] | Sequence[Any] | Callable[[FakeCall], "Answer"]


def text(content: str) -> Callable[[FakeCall], Any]:
    """Make a response of the model: the contract's example with a different text."""

    def answer(call: FakeCall) -> Any:
        expression = TRAITS[call.operation].inference.get("output")
        if expression is None:
            raise ConfigurationError(f"{call.operation} is not an inference: its response has no text")
        body = copy.deepcopy(_documented(call.operation).body)
        place(expression, body, content)
        return body

    return answer


def failure(
    status_code: int, *details: str, headers: Mapping[str, str] | None = None
) -> Callable[[FakeCall], FakeAnswer]:
    """Make an error response: the contract's example, unless `details` are given."""
    if 200 <= status_code < 300 or not 100 <= status_code <= 999:
        raise ConfigurationError(f"status_code={status_code!r} is not an error status")

    def answer(call: FakeCall) -> FakeAnswer:
        documented = EXAMPLES[call.operation]["answers"].get(str(status_code), {})
        phrase = httpx.codes.get_reason_phrase(status_code) or "Error"
        body = {"errors": [*details]} if details else documented.get("body", {"errors": [phrase]})
        return FakeAnswer(status_code, body, {**documented.get("headers", {}), **(headers or {})})

    return answer


def rate_limit(reset: int = 1) -> Callable[[FakeCall], FakeAnswer]:
    """Make the response of a rate limit that was exceeded and resets in `reset` seconds."""
    return failure(429, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)})


class FakeDatadog:
    """Responds to the calls of its clients and records them in `calls`, in order.

    It can be used from several threads and event loops.
    """

    def __init__(self) -> None:
        self.calls: list[FakeCall] = []
        self._answers: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        # The most specific path first, as OpenAPI requires.
        paths = sorted(EXAMPLES.items(), key=lambda item: item[1]["path"].count("{"))
        self._routes = [(example["method"], *_pattern(example["path"]), name) for name, example in paths]

    def client(self, **options: Any) -> Client:
        """Return a client whose calls are answered here. It takes `Client` options, and does not retry by default."""
        return Client(**_settings(options), http_client=httpx.Client(transport=httpx.MockTransport(self._handle)))

    def async_client(self, **options: Any) -> AsyncClient:
        """Like `client`, for an `AsyncClient`."""
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(self._handle))
        return AsyncClient(**_settings(options), http_client=http_client)

    def answer(self, operation: str, *answers: Answer) -> None:
        """Answer the calls of an operation with these in order, then keep repeating the last one.

        An answer is the body of a success (JSON values or models), a result of `text`, `failure` or `rate_limit`, a
        `FakeAnswer`, an exception to raise, such as `httpx.ConnectError("refused")`, or a function that takes the
        `FakeCall` and returns any of these. Raises `ConfigurationError` for an unknown operation.
        """
        if operation not in EXAMPLES:
            raise ConfigurationError(f"unknown operation {operation!r}: choose from {', '.join(sorted(EXAMPLES))}")
        if not answers:
            raise ConfigurationError(f"{operation}: at least one answer is required")
        with self._lock:
            self._answers[operation] = [*answers]

    def calls_of(self, operation: str) -> list[FakeCall]:
        """Return the calls of one operation."""
        return [call for call in self.calls if call.operation == operation]

    def _handle(self, request: httpx.Request) -> httpx.Response:
        call = self._call(request)
        with self._lock:
            self.calls.append(call)
            number = len(self.calls)
            answers = self._answers.get(call.operation) or [_documented(call.operation)]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        while callable(answer):
            answer = answer(call)
        if isinstance(answer, BaseException):
            raise answer
        if not isinstance(answer, FakeAnswer):
            answer = _documented(call.operation, answer)
        content, content_type = _written(answer.body, call.operation)
        headers = {"content-type": content_type, "x-request-id": f"fake-{number}", **answer.headers}
        return httpx.Response(answer.status_code, headers=headers, content=content)

    def _call(self, request: httpx.Request) -> FakeCall:
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        for method, pattern, keys, name in self._routes:
            found = pattern.search(path) if method == request.method else None
            if found is not None:
                hidden = EXAMPLES[name]["credentials"]
                return FakeCall(
                    operation=name,
                    path=dict(zip(keys, map(unquote, found.groups()), strict=True)),
                    query=request.url.params.multi_items(),
                    headers={key: value for key, value in request.headers.items() if key not in hidden},
                    body=_body(request),
                )
        raise ConfigurationError(f"{request.method} {path} is not an operation of the contract")


def _settings(options: Mapping[str, Any]) -> dict[str, Any]:
    if "http_client" in options:
        raise ConfigurationError("http_client cannot be set: it is what answers the calls")
    given = {"api_key", "app_key", "bearer_token"} & options.keys()
    return {**({} if given else {"api_key": "fake", "app_key": "fake"}), "max_retries": 0, **options}


def _pattern(path: str) -> tuple[re.Pattern[str], list[str]]:
    """Return a pattern that finds the path of an operation, even behind that of a gateway, and its parameter names."""
    parts = re.split(r"{([^{}]*)}", path)
    return re.compile("([^/]*)".join(map(re.escape, parts[::2])) + "$"), parts[1::2]


def _body(request: httpx.Request) -> Any:
    content = request.read()
    if not content:
        return None
    return json.loads(content) if "json" in request.headers.get("content-type", "") else content


def _documented(operation: str, body: Any = NOTHING) -> FakeAnswer:
    """Return the contract's example of a success, with another body if one is given."""
    status = EXAMPLES[operation]["success"]
    answer = {**EXAMPLES[operation]["answers"][str(status)], **({} if body is NOTHING else {"body": body})}
    if "body" not in answer:
        raise ConfigurationError(f"the contract has no example response for {operation}: set one in the test")
    return FakeAnswer(status, **answer)


def _written(body: Any, operation: str) -> tuple[bytes, str]:
    if isinstance(body, bytes):
        return body, "application/octet-stream"
    if isinstance(body, str):
        return body.encode(), "text/plain; charset=utf-8"
    try:
        return json.dumps(body, default=lambda model: model.to_dict()).encode(), "application/json"
    except (AttributeError, TypeError, ValueError):
        raise ConfigurationError(f"{operation} cannot be answered with {type(body).__name__}: it is not JSON") from None
