"""Keys that no header can carry and sites that are no host are refused by the constructor."""

from __future__ import annotations

from typing import Any

import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime.base import BaseClient

from tests.support.clients import API_KEY, APP_KEY, KEYS

CLIENTS = pytest.mark.parametrize("kind", [Client, AsyncClient])


@CLIENTS
@pytest.mark.parametrize("name", ["api_key", "app_key", "bearer_token"])
@pytest.mark.parametrize(
    "value",
    ["", " ", "hidden\n", "\nhidden", "hid\r\nden: 1", "hidden key", "hidden\t", "hidden\0", "hidden-ключ", "hidden-€"],
)
def test_a_key_that_no_header_can_carry(kind: type[BaseClient[Any]], name: str, value: str) -> None:
    keys: dict[str, Any] = {name: value} if name == "bearer_token" else {**KEYS, name: value}
    with pytest.raises(ConfigurationError, match=f"^{name} ") as caught:
        kind(**keys)
    assert not [part for part in ("hid", "den", "ключ", "€") if part in str(caught.value)]
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("variable", ["DD_API_KEY", "DD_APP_KEY"])
def test_a_key_of_the_environment_is_checked_alike(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("DD_API_KEY", API_KEY)
    monkeypatch.setenv("DD_APP_KEY", APP_KEY)
    monkeypatch.setenv(variable, "hidden\n")
    with pytest.raises(ConfigurationError, match="holds a space, a line break") as caught:
        Client()
    assert "hidden" not in str(caught.value)


@CLIENTS
@pytest.mark.parametrize(
    "site",
    [
        "https://datadoghq.com",
        "datadoghq.com/",
        "datadoghq.com/api",
        "datadoghq.com:443",
        "user@datadoghq.com",
        "user:password@datadoghq.com",
        "datadoghq.com?a",
        "datadoghq.com#a",
        "data doghq.com",
        " datadoghq.com",
        "datadoghq.com\n",
        "datadoghq.com\r\nHost: evil",
        "datadoghq..com",
        ".datadoghq.com",
        "datadoghq.com.",
        "-datadoghq.com",
        "datadoghq-.com",
        "datadoghq_com",
        "dätadog.com",
        "{site}",
        "*.datadoghq.com",
        "[::1]",
        "",
        f"{'a' * 64}.com",
        ".".join(["a" * 60] * 5),
        5,
        b"datadoghq.com",
    ],
)
def test_a_site_that_is_no_host_name(kind: type[BaseClient[Any]], site: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"is not a host name: .*such as 'datadoghq\.com'"):
        kind(**KEYS, site=site)
