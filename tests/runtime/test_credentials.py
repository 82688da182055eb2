from functools import partial
from typing import Any
from unittest import mock

import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError, DatadogError
from datadog_llm_client._contract import SERVICE
from datadog_llm_client._runtime.values.credentials import Credentials

from tests.support.clients import TOKEN as LONG_TOKEN
from tests.support.clients import Answer, Clock, Mode, Script, list_accounts

KEYS = {"dd-api-key": "A", "dd-application-key": "B"}
TOKEN = {"authorization": "Bearer T"}
NO_API_KEY = "api_key is missing: pass api_key= or set DD_API_KEY or DATADOG_API_KEY"
NO_APP_KEY = "app_key is missing: pass app_key= or set DD_APP_KEY or DATADOG_APP_KEY"


def resolve(**given: Any) -> Credentials:
    arguments = {"api_key": None, "app_key": None, "bearer_token": None, **given}
    return Credentials.resolve(SERVICE, **arguments)


@pytest.mark.parametrize(
    ("given", "environment", "headers"),
    [
        ({"api_key": "A", "app_key": "B"}, {}, KEYS),
        ({}, {"DD_API_KEY": "A", "DD_APP_KEY": "B"}, KEYS),
        ({"api_key": "A"}, {"DD_API_KEY": "other", "DD_APP_KEY": "B"}, KEYS),
        ({"app_key": "B"}, {"DD_API_KEY": "A", "DD_APP_KEY": "other"}, KEYS),
        ({"api_key": "A", "app_key": "B"}, {"DD_BEARER_TOKEN": "other"}, KEYS),
        ({"bearer_token": "T"}, {}, TOKEN),
        ({}, {"DATADOG_API_KEY": "A", "DATADOG_APP_KEY": "B"}, KEYS),
        ({}, {"DD_API_KEY": "A", "DATADOG_API_KEY": "other", "DATADOG_APP_KEY": "B"}, KEYS),
        ({}, {"DD_API_KEY": "", "DATADOG_API_KEY": "A", "DD_APP_KEY": "B"}, KEYS),
        ({}, {"DD_BEARER_TOKEN": "T"}, TOKEN),
        ({}, {"DD_BEARER_TOKEN": "T", "DD_API_KEY": "", "DD_APP_KEY": ""}, TOKEN),
        ({"bearer_token": "T"}, {"DD_API_KEY": "A", "DD_APP_KEY": "B", "DD_BEARER_TOKEN": "other"}, TOKEN),
    ],
)
def test_an_argument_beats_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], environment: dict[str, str], headers: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert resolve(**given).headers == headers


@pytest.mark.parametrize(
    ("given", "environment", "message"),
    [
        ({}, {}, NO_API_KEY),
        ({"api_key": "A"}, {}, NO_APP_KEY),
        ({"app_key": "B"}, {}, NO_API_KEY),
        ({}, {"DD_API_KEY": "A"}, NO_APP_KEY),
        ({"api_key": "A"}, {"DD_APP_KEY": ""}, NO_APP_KEY),
        ({"api_key": "A", "bearer_token": "T"}, {}, "both a bearer token and keys are set"),
        ({"app_key": "B", "bearer_token": "T"}, {}, "both a bearer token and keys are set"),
        ({}, {"DD_API_KEY": "A", "DD_BEARER_TOKEN": "T"}, "both a bearer token and keys are set"),
        ({}, {"DATADOG_APP_KEY": "A", "DD_BEARER_TOKEN": "T"}, "both a bearer token and keys are set"),
        ({"bearer_token": str, "api_key": "A"}, {}, "both a bearer token and keys are set"),
    ],
)
def test_missing_and_conflicting_credentials_are_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], environment: dict[str, str], message: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=message):
        resolve(**given)


@pytest.mark.parametrize("name", ["api_key", "app_key", "bearer_token"])
@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", "is empty"),
        *((key, "contains a space, a line break") for key in (" ", "secret\n", "\nsecret", "secret\r\nX-Evil: 1")),
        *((key, "contains a space, a line break") for key in (" secret", "secret key", "secret\t", "secret\0")),
        ("secretä", "a non-ASCII character"),
        ("secret€", "a non-ASCII character"),
        (b"secret", "must be a string.*, not bytes"),
        (7, "must be a string.*, not int"),
    ],
)
def test_unsendable_credentials_are_refused(name: str, value: Any, fault: str) -> None:
    others = {} if name == "bearer_token" else {"api_key": "A", "app_key": "B"}
    with pytest.raises(ConfigurationError, match=f"^{name} .*{fault}") as caught:
        resolve(**{**others, name: value})
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


RENEWED = [f"{LONG_TOKEN}-{number}" for number in range(3)]


def test_a_function_is_asked_before_each_attempt(mode: Mode, clock: Clock) -> None:
    tokens, script = mock.Mock(side_effect=RENEWED), Script(Answer(503, {}), Answer(503, {}), Answer())
    mode.run(list_accounts, script, bearer_token=tokens)
    assert [sent.headers["authorization"] for sent in script.sent] == [f"Bearer {token}" for token in RENEWED]
    assert not [sent for sent in script.sent if "dd-api-key" in sent.headers]


def test_a_function_is_not_asked_before_there_is_something_to_send() -> None:
    tokens = mock.Mock()
    Client(bearer_token=tokens).with_options(max_retries=0)
    assert tokens.call_count == 0


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_async_client_takes_an_async_function(backend: str) -> None:
    script = Script()
    Mode(backend).run(list_accounts, script, bearer_token=mock.AsyncMock(return_value=LONG_TOKEN))
    assert script.sent[0].headers["authorization"] == f"Bearer {LONG_TOKEN}"


def test_a_client_takes_no_async_function() -> None:
    error = Mode("sync").failure(list_accounts, Script(), bearer_token=mock.AsyncMock())
    assert str(error) == "bearer_token is an async function, which only an AsyncClient accepts"


@pytest.mark.parametrize("token", [None, b"hidden", 7, "", "hidden\n", "hidden token"], ids=repr)
def test_the_token_of_a_function_is_checked(mode: Mode, token: Any) -> None:
    script = Script()
    error: DatadogError = mode.failure(list_accounts, script, bearer_token=lambda: token)
    assert isinstance(error, ConfigurationError)
    assert str(error).startswith("bearer_token ")
    assert "hidden" not in str(error)
    assert script.sent == []


def test_exceptions_of_a_function_propagate(mode: Mode) -> None:
    script = Script()
    with pytest.raises(ZeroDivisionError, match="of the caller"):
        mode.run(list_accounts, script, bearer_token=mock.Mock(side_effect=ZeroDivisionError("of the caller")))
    assert script.sent == []


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_function_is_not_shown_in_the_repr(kind: Any) -> None:
    assert LONG_TOKEN not in repr(kind(bearer_token=partial(str, LONG_TOKEN))._settings)


def test_texts_are_shown_without_the_secret() -> None:
    credentials = Credentials({"dd-api-key": "key-0123456789", "dd-application-key": "short"})
    assert credentials.conceal("no key-0123456789, no short") == "no <hidden>, no short"
    assert Credentials({"authorization": f"Bearer {LONG_TOKEN}"}).conceal(f"a{LONG_TOKEN}b") == "a<hidden>b"
