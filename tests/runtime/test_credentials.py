from __future__ import annotations

from typing import Any

import pytest
from datadog_llm_client import ConfigurationError
from datadog_llm_client._contract import SERVICE
from datadog_llm_client._runtime.values.credentials import Credentials

KEYS = {"dd-api-key": "A", "dd-application-key": "B"}
TOKEN = {"authorization": "Bearer T"}


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
        ({}, {}, "api_key is missing: pass api_key= or set DD_API_KEY"),
        ({"api_key": "A"}, {}, "app_key is missing: pass app_key= or set DD_APP_KEY"),
        ({"app_key": "B"}, {}, "api_key is missing: pass api_key= or set DD_API_KEY"),
        ({}, {"DD_API_KEY": "A"}, "app_key is missing: pass app_key= or set DD_APP_KEY"),
        ({"api_key": "A"}, {"DD_APP_KEY": ""}, "app_key is missing: pass app_key= or set DD_APP_KEY"),
        ({"api_key": "A", "bearer_token": "T"}, {}, "both a bearer token and keys are set"),
        ({"app_key": "B", "bearer_token": "T"}, {}, "both a bearer token and keys are set"),
        ({}, {"DD_API_KEY": "A", "DD_BEARER_TOKEN": "T"}, "both a bearer token and keys are set"),
    ],
)
def test_what_is_missing_or_too_much_is_named(
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
        ("secret\n", "holds a space, a line break"),
        ("secret\r\nX-Evil: 1", "holds a space, a line break"),
        (" secret", "holds a space, a line break"),
        ("secret\0", "holds a space, a line break"),
        ("secretä", "a character outside ASCII"),
        ("secret€", "a character outside ASCII"),
        (b"secret", "has to be a string, not bytes"),
        (7, "has to be a string, not int"),
    ],
)
def test_a_key_that_no_header_can_carry(name: str, value: Any, fault: str) -> None:
    others = {} if name == "bearer_token" else {"api_key": "A", "app_key": "B"}
    with pytest.raises(ConfigurationError, match=f"^{name} .*{fault}") as caught:
        resolve(**{**others, name: value})
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
