from __future__ import annotations

import math
from typing import Any

import httpx
import pytest
from datadog_llm_client import UNSET, Client, ConfigurationError
from datadog_llm_client._contract import SERVICE
from datadog_llm_client._runtime.values.credentials import Credentials
from datadog_llm_client._runtime.values.settings import (
    LONGEST_TIMEOUT,
    Settings,
    checked_count,
    checked_seconds,
    checked_timeout,
    overrides,
    resolve_base_url,
)

from tests.support.clients import KEYS

SETTINGS = Settings("https://api.datadoghq.com", Credentials({}), {})


@pytest.mark.parametrize(
    ("site", "variable", "expected"),
    [
        (None, None, "https://api.datadoghq.com"),
        (None, "", "https://api.datadoghq.com"),
        (None, "us5.datadoghq.com", "https://api.us5.datadoghq.com"),
        ("datadoghq.eu", None, "https://api.datadoghq.eu"),
        ("datadoghq.eu", "us5.datadoghq.com", "https://api.datadoghq.eu"),
        ("DDOG-GOV.com", None, "https://api.ddog-gov.com"),
        ("uk1.datadoghq.com", None, "https://api.uk1.datadoghq.com"),
        ("not-known-yet.example", None, "https://api.not-known-yet.example"),
    ],
)
def test_the_site(monkeypatch: pytest.MonkeyPatch, site: str | None, variable: str | None, expected: str) -> None:
    if variable is not None:
        monkeypatch.setenv("DD_SITE", variable)
    assert resolve_base_url(SERVICE, site, None, allow_http=False) == expected


def test_a_bad_site_of_the_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_SITE", "https://api.datadoghq.com")
    with pytest.raises(ConfigurationError, match="^DD_SITE 'https://api.datadoghq.com' is not a host name"):
        resolve_base_url(SERVICE, None, None, allow_http=False)


@pytest.mark.parametrize(
    ("base_url", "allow_http", "expected"),
    [
        ("https://gateway.example", False, "https://gateway.example"),
        ("https://gateway.example/", False, "https://gateway.example"),
        ("https://gateway.example:8443/datadog/", False, "https://gateway.example:8443/datadog"),
        ("http://localhost:8080", False, "http://localhost:8080"),
        ("http://127.0.0.1:8080", False, "http://127.0.0.1:8080"),
        ("http://127.8.8.8", False, "http://127.8.8.8"),
        ("http://[::1]:8080", False, "http://[::1]:8080"),
        ("https://my_gateway", False, "https://my_gateway"),
        ("https://bücher.example", False, "https://xn--bcher-kva.example"),
        ("http://gateway.example", True, "http://gateway.example"),
    ],
)
def test_a_base_url(monkeypatch: pytest.MonkeyPatch, base_url: str, allow_http: bool, expected: str) -> None:
    monkeypatch.setenv("DD_SITE", "datadoghq.eu")
    with Client(**KEYS, base_url=base_url, allow_http=allow_http) as client:
        assert client.base_url == expected


@pytest.mark.parametrize(
    ("base_url", "message"),
    [
        ("gateway.example", "is not usable"),
        ("", "is not usable"),
        ("ftp://gateway.example", "is not usable"),
        ("https://", "is not usable"),
        ("https://gateway.example?a=b", "is not usable"),
        ("https://gateway.example/?", "is not usable"),
        ("https://gateway.example/#top", "is not usable"),
        ("https://gateway.example/#", "is not usable"),
        ("https://gateway.example:0", "is not usable"),
        ("https://gateway.example:65536", "is not usable"),
        ("https://gateway.example:port", "is not a URL"),
        ("https://[gateway]", "is not a URL"),
        ("https://gateway..example", "is not a URL"),
        (f"https://{'a' * 64}.example", "is not a URL"),
        (7, "is not a URL"),
        ("https://user:hidden@gateway.example", "holds a user or password"),
        ("http://gateway.example", "would send the keys unencrypted"),
        ("http://127.0.0.1.gateway.example", "would send the keys unencrypted"),
        ("http://10.0.0.1", "would send the keys unencrypted"),
    ],
)
def test_a_base_url_that_cannot_work(base_url: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        resolve_base_url(SERVICE, None, base_url, allow_http=False)
    assert "hidden" not in str(caught.value)


def test_site_and_base_url_exclude_each_other() -> None:
    with pytest.raises(ConfigurationError, match="both site and base_url"):
        resolve_base_url(SERVICE, "datadoghq.eu", "https://gateway.example", allow_http=False)


def test_the_defaults() -> None:
    with Client(**KEYS) as client:
        settings = client._settings
    assert settings.timeout == httpx.Timeout(connect=5, read=600, write=600, pool=600)
    assert (settings.max_retries, settings.retry_unsafe, settings.deadline) == (2, False, None)
    assert settings.max_response_bytes == 64 * 1024 * 1024


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        (None, httpx.Timeout(None)),
        (3, httpx.Timeout(3.0)),
        (0.5, httpx.Timeout(0.5)),
        (httpx.Timeout(3, pool=0), httpx.Timeout(3, pool=0)),
        (httpx.Timeout(None, connect=3), httpx.Timeout(None, connect=3)),
    ],
)
def test_a_timeout(timeout: Any, expected: httpx.Timeout) -> None:
    assert checked_timeout(timeout) == expected


BAD_SECONDS = [0, -1, math.nan, math.inf, True, "5", (3, 5), LONGEST_TIMEOUT + 1, 10**400]


@pytest.mark.parametrize("seconds", BAD_SECONDS, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("name", ["timeout", "deadline"])
def test_seconds_that_cannot_be_waited(name: str, seconds: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} has to be a positive number of seconds"):
        overrides(**{"timeout": UNSET, "max_retries": UNSET, "deadline": UNSET, "retry_unsafe": UNSET, name: seconds})


@pytest.mark.parametrize("phase", ["connect", "read", "write", "pool"])
@pytest.mark.parametrize("seconds", [-1, math.nan, LONGEST_TIMEOUT + 1])
def test_a_timeout_of_httpx_is_checked_too(phase: str, seconds: float) -> None:
    timeout = httpx.Timeout(**{"timeout": 5.0, phase: seconds})
    with pytest.raises(ConfigurationError, match=rf"^timeout\.{phase} has to be a positive number"):
        checked_timeout(timeout)


def test_seconds_come_back_as_a_float() -> None:
    assert isinstance(checked_seconds("deadline", 3), float)


@pytest.mark.parametrize(
    ("count", "least", "good"),
    [(0, 0, True), (5, 0, True), (0, 1, False), (-1, 0, False), (1.0, 0, False), (True, 0, False), ("1", 0, False)],
)
def test_a_count(count: Any, least: int, good: bool) -> None:
    if good:
        assert checked_count("max_retries", count, least=least) == count
    else:
        with pytest.raises(ConfigurationError, match=f"^max_retries has to be a whole number of at least {least}, not"):
            checked_count("max_retries", count, least=least)


def test_what_is_unset_stays() -> None:
    assert overrides(UNSET, UNSET, UNSET, UNSET) == {}
    assert overrides(None, 0, None, False) == {
        "timeout": httpx.Timeout(None),
        "max_retries": 0,
        "deadline": None,
        "retry_unsafe": False,
    }


@pytest.mark.parametrize("name", ["max_connections", "max_response_bytes"])
def test_a_client_checks_its_counts(name: str) -> None:
    options: dict[str, Any] = {name: 0}
    with pytest.raises(ConfigurationError, match=f"^{name} has to be a whole number of at least 1, not 0"):
        Client(**KEYS, **options)


def test_settings_show_no_credentials() -> None:
    hidden = Settings("https://api.datadoghq.com", Credentials({"DD-API-KEY": "hidden-key"}), {})
    assert "hidden-key" not in repr(hidden)
    assert hidden != SETTINGS
