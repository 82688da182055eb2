"""Which server calls go to, and what is said where that cannot be told."""

from typing import Any

import pytest
from datadog_llm_client import Client, ConfigurationError
from datadog_llm_client._contract import SERVICE
from datadog_llm_client._runtime.values import servers
from datadog_llm_client._runtime.values.servers import resolve_server

from tests.support.clients import KEYS, Answer, Mode, Script, list_accounts


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
        ("app.datadoghq.eu", None, "https://api.datadoghq.eu"),
        ("APP.datadoghq.com", None, "https://api.datadoghq.com"),
        (None, "app.us5.datadoghq.com", "https://api.us5.datadoghq.com"),
        (None, " datadoghq.eu\n", "https://api.datadoghq.eu"),
        (None, "\tapp.datadoghq.eu ", "https://api.datadoghq.eu"),
    ],
)
def test_the_site(monkeypatch: pytest.MonkeyPatch, site: str | None, variable: str | None, expected: str) -> None:
    if variable is not None:
        monkeypatch.setenv("DD_SITE", variable)
    assert resolve_server(SERVICE, site, None, allow_http=False).base_url == expected


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
        ("https://[gateway", "is not a URL"),
        ("https://gateway..example", "is not a URL"),
        (f"https://{'a' * 64}.example", "is not a URL"),
        (7, "is not a URL"),
        ("https://user:hidden@gateway.example", "contains a user or password"),
        ("https://user:hidden/tail@gateway.example", "is not a URL"),
        ("http://gateway.example", "would send the keys unencrypted"),
        ("http://127.0.0.1.gateway.example", "would send the keys unencrypted"),
        ("http://10.0.0.1", "would send the keys unencrypted"),
    ],
)
def test_a_base_url_that_cannot_work(base_url: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        Client(**KEYS, base_url=base_url)
    assert "hidden" not in str(caught.value)
    assert caught.value.__context__ is None


NO_HOSTS: list[Any] = [
    *("https://datadoghq.com", "datadoghq.com/", "datadoghq.com/api", "datadoghq.com:443", "datadoghq.com?a"),
    *("user@datadoghq.com", "user:password@datadoghq.com", "datadoghq.com#a", "data doghq.com", " datadoghq.com"),
    *("datadoghq.com\n", "datadoghq.com\r\nHost: evil", "datadoghq..com", ".datadoghq.com", "datadoghq.com."),
    *("-datadoghq.com", "datadoghq-.com", "datadoghq_com", "dätadog.com", "{site}", "*.datadoghq.com", "[::1]", ""),
    *(f"{'a' * 64}.com", ".".join(["a" * 60] * 5), 5, b"datadoghq.com"),
]


@pytest.mark.parametrize("site", NO_HOSTS)
def test_a_site_must_be_a_host_name(site: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"is not a host name: .*such as 'datadoghq\.com'"):
        resolve_server(SERVICE, site, None, allow_http=False)


def test_site_and_base_url_exclude_each_other() -> None:
    with pytest.raises(ConfigurationError, match="both site and base_url"):
        resolve_server(SERVICE, "datadoghq.eu", "https://gateway.example", allow_http=False)


@pytest.mark.parametrize("site", ["eu", "US5", "app.eu", "localhost", "datadog"])
@pytest.mark.parametrize("source", ["site", "DD_SITE"])
def test_a_single_label_is_not_a_site(monkeypatch: pytest.MonkeyPatch, source: str, site: str) -> None:
    if source == "DD_SITE":
        monkeypatch.setenv("DD_SITE", site)
    message = rf"^{source} '{site}' is not a Datadog site: choose from datadoghq\.com, us3\..*datadoghq\.eu"
    with pytest.raises(ConfigurationError, match=message):
        resolve_server(SERVICE, site if source == "site" else None, None, allow_http=False)


@pytest.mark.parametrize("site", ["ap9.datadoghq.com", "not-known-yet.example"])
def test_a_site_that_is_not_listed_warns_once(site: str) -> None:
    servers._warn_of_site.cache_clear()
    with pytest.warns(UserWarning, match=f"^site '{site}' is not one of the Datadog sites known") as told:
        assert [Client(**KEYS, site=site).base_url for _ in range(3)] == [f"https://api.{site}"] * 3
    assert [each.filename for each in told] == [__file__]


@pytest.mark.parametrize("site", SERVICE.sites)
def test_the_sites_of_the_contract_do_not_warn(site: str) -> None:
    assert resolve_server(SERVICE, site, None, allow_http=False).base_url == f"https://api.{site}"


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ({}, {"DD_LLM_BASE_URL": "http://127.0.0.1:8765"}, "http://127.0.0.1:8765"),
        ({}, {"DD_LLM_BASE_URL": " https://gateway.example/dd/ "}, "https://gateway.example/dd"),
        ({}, {"DD_LLM_BASE_URL": "https://gateway.example", "DD_SITE": "eu"}, "https://gateway.example"),
        ({}, {"DD_LLM_BASE_URL": "", "DD_SITE": "datadoghq.eu"}, "https://api.datadoghq.eu"),
        ({"site": "datadoghq.eu"}, {"DD_LLM_BASE_URL": "https://gateway.example"}, "https://api.datadoghq.eu"),
        ({"base_url": "https://a.example"}, {"DD_LLM_BASE_URL": "https://gateway.example"}, "https://a.example"),
    ],
)
def test_the_base_url_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, arguments: dict[str, Any], environment: dict[str, str], expected: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Client(**KEYS, **arguments).base_url == expected


def test_a_bad_base_url_of_the_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_LLM_BASE_URL", "https://user:hidden@gateway.example")
    with pytest.raises(ConfigurationError, match="^DD_LLM_BASE_URL contains a user or password(?!.*hidden)"):
        Client(**KEYS)


@pytest.mark.parametrize(("status", "says_so"), [(401, True), (403, True), (400, False)])
@pytest.mark.parametrize("name", ["DATADOG_HOST", "DD_HOST"])
def test_a_variable_that_is_not_read_explains_a_refusal(
    monkeypatch: pytest.MonkeyPatch, mode: Mode, name: str, status: int, says_so: bool
) -> None:
    monkeypatch.setenv(name, "https://user:hidden@api.datadoghq.eu")
    error = mode.failure(list_accounts, Script(Answer(status, {"errors": ["Forbidden"]})))
    assert (f"{name} is set but not used by this client: set DD_SITE or DD_LLM_BASE_URL" in str(error)) is says_so
    assert "hidden" not in str(error)


@pytest.mark.parametrize("value", ["", "api.datadoghq.com", "https://api.datadoghq.com/"])
def test_a_variable_that_leads_to_the_same_server_explains_nothing(
    monkeypatch: pytest.MonkeyPatch, mode: Mode, value: str
) -> None:
    monkeypatch.setenv("DATADOG_HOST", value)
    assert "DATADOG_HOST" not in str(mode.failure(list_accounts, Script(Answer(403, {}))))
