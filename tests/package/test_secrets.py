"""Neither key nor token shows anywhere but on the wire, and the wire leads to one place."""

import logging
import pickle
import socket
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from datadog_llm_client import APIStatusError, APITimeoutError, AsyncClient, Client, PermissionDeniedError
from datadog_llm_client._runtime.calls import call as exchange

from sandbox import Sandbox
from tests.support.clients import (
    ACCOUNT,
    API_KEY,
    APP_KEY,
    INFERENCE,
    KEYS,
    TOKEN,
    Answer,
    Clock,
    Mode,
    Script,
    list_accounts,
    run_inference,
)
from tests.support.secrets import chain, check, check_error, shown, told

CREDENTIALS = pytest.mark.parametrize("credentials", [KEYS, {"bearer_token": TOKEN}], ids=["keys", "token"])


def test_the_search_finds_secrets() -> None:
    with pytest.raises(AssertionError):
        check(shown({"a": [httpx.Headers({"DD-API-KEY": API_KEY})]}))

    def fail(key: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        fail(API_KEY)
    assert API_KEY in told(caught.value)


@CREDENTIALS
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_new_client(kind: Any, credentials: Mapping[str, Any]) -> None:
    client = kind(**credentials)
    check(shown(client))
    check(shown(client._settings))
    check(shown(client.with_options(max_retries=1)))
    check(shown(client.with_raw_response))


@CREDENTIALS
def test_a_client_in_use(sandbox: Sandbox, credentials: Mapping[str, Any]) -> None:
    with Client(base_url=sandbox.url, **credentials) as client:
        with pytest.raises(PermissionDeniedError):
            client.list_accounts("openai")
        check(shown(client))
        check(shown(client._shared.http))


@CREDENTIALS
def test_answers(mode: Mode, credentials: Mapping[str, Any]) -> None:
    response = mode.run(lambda client: list_accounts(client.with_raw_response), Script(), **credentials)
    check(shown(response))
    check(shown(response.headers))
    check(iter([pickle.dumps(response).decode("latin-1")]))


@CREDENTIALS
@pytest.mark.parametrize(
    "step",
    [
        Answer(200, b"<html>"),
        Answer(200, b"[]", breaks=httpx.ReadError("reset")),
        Answer(302, b"", {"Location": "https://elsewhere.example/"}),
        Answer(401, {"errors": ["no"]}),
        Answer(429, {"errors": ["slow"]}, {"Retry-After": "3600"}),
        Answer(520, b""),
        Answer(body={**INFERENCE, "error_response": {"type": "quota", "message": "Empty"}}),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
    ],
)
def test_errors(mode: Mode, clock: Clock, step: Any, credentials: Mapping[str, Any]) -> None:
    check_error(mode.failure(run_inference, Script(step), **credentials))


@CREDENTIALS
@pytest.mark.parametrize("options", [{"timeout": 0.05}, {"deadline": 0.05}], ids=["timeout", "deadline"])
def test_a_server_that_never_answers(
    mode: Mode, listener: socket.socket, options: Mapping[str, Any], credentials: Mapping[str, Any]
) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    error = mode.failure(run_inference, base_url=url, max_retries=0, **options, **credentials)
    assert isinstance(error, APITimeoutError)
    check_error(error)


@CREDENTIALS
def test_a_refusal_with_everything_logged(
    mode: Mode, clock: Clock, sandbox: Sandbox, caplog: pytest.LogCaptureFixture, credentials: Mapping[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    error = mode.failure(list_accounts, base_url=sandbox.url, **credentials)
    assert isinstance(error, PermissionDeniedError)
    check_error(error)
    script = Script(Answer(503, {}), httpx.ReadError("reset"), Answer(body=[{**ACCOUNT, "new": 1}]))
    mode.run(list_accounts, script, **credentials)
    assert {"httpx", exchange.__name__} <= {record.name for record in caplog.records}
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    check(iter([caplog.text]))
    check(repr(record.args) for record in caplog.records)


ALL = f"{API_KEY} {APP_KEY} {TOKEN}"
ECHOES = [
    Answer(401, {"errors": [f"no such key: {ALL}"]}),
    Answer(403, f"<html>{ALL}".encode()),
    Answer(400, {"errors": [{"title": API_KEY, "detail": APP_KEY, "meta": {"headers": {"authorization": TOKEN}}}]}),
    Answer(500, {"request": {"dd-api-key": API_KEY, "dd-application-key": APP_KEY, "authorization": TOKEN}}),
    Answer(502, f"{API_KEY}\n{APP_KEY}\n{TOKEN}".encode() * 100),
    Answer(302, b"", {"Location": f"https://elsewhere.example/?a={API_KEY}&b={APP_KEY}&c={TOKEN}"}),
    Answer(429, {}, {"X-Echo": ALL, "Retry-After": "3600"}),
    Answer(200, f"<html>{ALL}".encode()),
    Answer(200, {"echo": API_KEY + APP_KEY + TOKEN}),
    Answer(200, [API_KEY, APP_KEY, TOKEN]),
    Answer(200, f'"{ALL}"'.encode()),
    httpx.ConnectError(f"refused {ALL}"),
    httpx.ReadError(ALL),
]


@CREDENTIALS
@pytest.mark.parametrize("step", ECHOES, ids=range(len(ECHOES)))
def test_a_server_that_repeats_what_it_was_sent(
    mode: Mode, clock: Clock, step: Any, credentials: Mapping[str, Any]
) -> None:
    error = mode.failure(list_accounts, Script(step), **credentials, max_retries=0, strict_responses=True)
    sent = [value for value in credentials.values() if value in (API_KEY, APP_KEY, TOKEN)]
    assert sent
    texts = [text for link in chain(error) for text in (str(link), repr(link))]
    assert not [secret for secret in sent if any(secret in text for text in texts)]
    if isinstance(error, APIStatusError):
        texts = [str(error.body), str(error.errors), str(dict(error.headers)), error.content.decode()]
        assert not [secret for secret in sent if any(secret in text for text in texts)]
        assert not [secret for secret in sent if secret in pickle.dumps(error).decode("latin-1")]


def test_responses_are_not_redacted(mode: Mode) -> None:
    """An answer may hold a key: the one that it was asked about."""
    answer = {**INFERENCE, "response": {**INFERENCE["response"], "content": API_KEY}}
    assert mode.run(run_inference, Script(Answer(body=answer))).response.content == API_KEY
