"""An `http_client` of the caller's: used as it is."""

import gzip
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import (
    APIConnectionError,
    APIStatusError,
    AsyncClient,
    Client,
    NotFoundError,
    ResponseValidationError,
)

from tests.faults.test_redirects import GARBLED
from tests.support.clients import API_KEY, KEYS, TOKEN, Answer, Mode, Script, list_accounts
from tests.support.faults.answers import http
from tests.support.faults.behaviours import answer
from tests.support.faults.server import FaultyServer


def call(mode: Mode, script: Script, *, hooks: Any = None, bearer_token: str | None = None, **options: Any) -> Any:
    """Call with an httpx client of these options."""
    credentials: Any = KEYS if bearer_token is None else {"bearer_token": bearer_token}
    transport = httpx.MockTransport(script)

    def sync() -> Any:
        with httpx.Client(transport=transport, event_hooks=hooks, **options) as http:
            return list_accounts(Client(**credentials, http_client=http, max_retries=0))

    async def asynchronous() -> Any:
        def awaited(hook: Any) -> Any:
            async def run(event: Any) -> None:
                hook(event)

            return run

        later = {name: [awaited(hook) for hook in several] for name, several in (hooks or {}).items()}
        async with httpx.AsyncClient(transport=transport, event_hooks=later, **options) as http:
            return await list_accounts(AsyncClient(**credentials, http_client=http, max_retries=0))

    return sync() if mode.name == "sync" else anyio.run(asynchronous, backend=mode.name)


def test_what_it_adds_goes_along(mode: Mode) -> None:
    script = Script()
    headers = {"X-Team": "search", "User-Agent": "theirs"}
    call(mode, script, headers=headers, cookies={"session": "1"}, params={"tenant": "1"}, auth=("user", "password"))
    sent = script.sent[0]
    assert sent.url.endswith("/accounts?tenant=1")
    assert sent.headers["X-Team"] == "search"
    assert sent.headers["Cookie"] == "session=1"
    assert sent.headers["Authorization"].startswith("Basic ")
    assert sent.headers["DD-API-KEY"] == API_KEY
    assert sent.headers.get_list("User-Agent") != ["theirs"]


def test_where_to_and_for_how_long_is_ours_to_say(mode: Mode) -> None:
    script = Script()
    call(mode, script, base_url="https://elsewhere.example", timeout=1)
    assert script.sent[0].url.startswith("https://api.datadoghq.com/api/v2/")
    assert script.sent[0].timeout["read"] == 600


def test_hooks_see_request_and_response(mode: Mode) -> None:
    seen: list[Any] = []
    call(mode, Script(), hooks={"request": [seen.append], "response": [seen.append]})
    request, response = seen
    assert isinstance(request, httpx.Request)
    assert isinstance(response, httpx.Response)
    assert response.request is request


def test_a_hook_may_change_the_request(mode: Mode) -> None:
    script = Script()
    call(mode, script, hooks={"request": [lambda request: request.headers.update({"X-Signed": "yes"})]})
    assert script.sent[0].headers["X-Signed"] == "yes"


def test_a_hook_that_raises_an_error_of_httpx(mode: Mode) -> None:
    with pytest.raises(APIConnectionError, match="HTTPStatusError: ") as caught:
        call(mode, Script(Answer(404, {})), hooks={"response": [httpx.Response.raise_for_status]})
    assert isinstance(caught.value.__cause__, httpx.HTTPStatusError)


@pytest.mark.parametrize("hook", [lambda response: list(response.iter_raw()), httpx.Response.close])
@pytest.mark.parametrize(("status", "error"), [(200, "a hook of the http_client"), (404, "404 Not Found")])
def test_a_hook_that_leaves_nothing_to_read(hook: Any, status: int, error: str) -> None:
    """An answer that was paid for is not asked for again."""
    headers = "Content-Encoding: gzip", "Content-Type: application/json"
    with (
        FaultyServer(answer(http(status, gzip.compress(b"[]"), *headers))) as server,
        httpx.Client(event_hooks={"response": [hook]}) as client,
        pytest.raises((ResponseValidationError, NotFoundError), match=error),
    ):
        Client(**KEYS, base_url=server.url, http_client=client).list_accounts("openai")
    assert server.attempts == 1


def test_an_error_of_the_callers_own_passes(mode: Mode) -> None:
    def hook(request: httpx.Request) -> None:
        raise ZeroDivisionError

    script = Script()
    with pytest.raises(ZeroDivisionError):
        call(mode, script, hooks={"request": [hook]})
    assert script.sent == []


def test_it_does_not_follow_redirects_for_us(mode: Mode) -> None:
    script = Script(Answer(302, {}, {"Location": "https://elsewhere.example/"}))
    with pytest.raises(APIStatusError, match="redirect to 'https://elsewhere.example/' not followed"):
        call(mode, script, follow_redirects=True, bearer_token=TOKEN)
    assert len(script.sent) == 1


@pytest.mark.parametrize("location", [*GARBLED, "https://xn--a/"])
def test_a_redirect_to_what_is_no_url(mode: Mode, location: str) -> None:
    script = Script(Answer(302, {}, {"Location": location}))
    with pytest.raises((APIConnectionError, APIStatusError)):
        call(mode, script)
    assert len(script.sent) == 1
