import traceback

import pytest
from datadog_llm_client import Client, ConfigurationError
from datadog_llm_client._runtime.values.servers import environment_proxy

from tests.support.clients import KEYS


@pytest.mark.parametrize(
    ("url", "environment", "expected"),
    [
        ("https://api.datadoghq.com", {}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ("https://api.datadoghq.com", {"ALL_PROXY": "proxy.example"}, "http://proxy.example"),
        ("https://api.datadoghq.com", {"HTTP_PROXY": "http://proxy.example"}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "datadoghq.com"}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "*"}, None),
        (
            "https://api.datadoghq.eu",
            {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "datadoghq.com"},
            "http://p.example",
        ),
        ("http://gateway.example", {"HTTP_PROXY": "http://p.example"}, "http://p.example"),
        # The keys would leave the machine unencrypted.
        ("http://127.0.0.1:8765", {"HTTP_PROXY": "http://p.example"}, None),
        ("http://localhost", {"ALL_PROXY": "http://p.example"}, None),
    ],
)
def test_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], expected: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = environment_proxy(url)
    assert (None if proxy is None else str(proxy.url)) == expected


GATEWAY = "https://gateway.example:8443"
ADDRESS = "https://10.1.2.3"
SIX = "https://[2001:db8::7]"


@pytest.mark.parametrize(
    ("url", "excepted", "is_excepted"),
    [
        # Names, and suffixes of names.
        (GATEWAY, "gateway.example", True),
        (GATEWAY, "example", True),
        (GATEWAY, ".example", True),
        (GATEWAY, "Gateway.EXAMPLE", True),
        (GATEWAY, "gateway.example.", True),
        (GATEWAY, "way.example", False),
        (GATEWAY, "gateway", False),
        (GATEWAY, "https://gateway.example", True),
        ("https://b\u00fccher.example", "xn--bcher-kva.example", True),
        # Ports.
        (GATEWAY, "gateway.example:8443", True),
        (GATEWAY, "gateway.example:443", False),
        ("https://gateway.example", "gateway.example:443", True),
        ("http://gateway.example", ".example:80", True),
        # Lists.
        (GATEWAY, "a.example, ,gateway.example", True),
        (GATEWAY, "a.example gateway.example", True),
        (GATEWAY, "\ta.example,\nb.example ", False),
        (GATEWAY, ",", False),
        (GATEWAY, ".", False),
        (GATEWAY, "", False),
        # Stars.
        (GATEWAY, "*", True),
        (GATEWAY, "a.example,*", True),
        (GATEWAY, "*.example", True),
        (GATEWAY, "gate*.example", True),
        (GATEWAY, "*.example:8443", True),
        (GATEWAY, "*.example:1", False),
        (GATEWAY, "*.other", False),
        (ADDRESS, "10.1.*", True),
        (ADDRESS, "10.2.*", False),
        # Addresses and ranges.
        (ADDRESS, "10.1.2.3", True),
        (ADDRESS, "10.1.2.3:443", True),
        (ADDRESS, "10.1.2.3:80", False),
        (ADDRESS, "10.1.2.4", False),
        (ADDRESS, "10.0.0.0/8", True),
        (ADDRESS, "10.1.2.99/24", True),
        (ADDRESS, "192.168.0.0/16,10.0.0.0/8", True),
        (ADDRESS, "10.2.0.0/16", False),
        (ADDRESS, "10.0.0.0/99", False),
        (ADDRESS, "2001:db8::/32", False),
        (GATEWAY, "10.0.0.0/8", False),
        (SIX, "2001:db8::7", True),
        (SIX, "2001:0DB8:0::7", True),
        (SIX, "[2001:db8::7]", True),
        (SIX, "[2001:db8::7]:443", True),
        (SIX, "[2001:db8::7]:80", False),
        (SIX, "2001:db8::/32", True),
        (SIX, "[2001:db8::]/32", False),  # which is no range
        (SIX, "2001:db9::/32", False),
    ],
)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_what_goes_past_the_proxy(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str, excepted: str, is_excepted: bool
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example")
    monkeypatch.setenv(name, excepted)
    assert (environment_proxy(url) is None) is is_excepted


@pytest.mark.parametrize(
    "address",
    [
        "http://user:s3cret/tail@127.0.0.1:9",
        "http://user:s3cret?tail@127.0.0.1:9",
        "http://user:s3cret#tail@127.0.0.1:9",
        "http://user:123/s3cret@127.0.0.1:9",
        "http://s3cret:99999@127.0.0.1:port",
        "http://user:s3cret@[proxy",
        "ftp://user:s3cret@127.0.0.1",
        "user:s3cret/@127.0.0.1",
        "http://user:s3cret@",
        "http://user:s3cret@xn--a:80",
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_the_password_of_a_bad_proxy_shows_nowhere(
    monkeypatch: pytest.MonkeyPatch, variable: str, address: str
) -> None:
    monkeypatch.setenv(variable, address)
    with pytest.raises(ConfigurationError, match=rf"^{variable} is not the URL of a proxy: .*%2F") as caught:
        environment_proxy("https://gateway.example")
    error: BaseException | None = caught.value
    while error is not None:
        assert "s3cret" not in "".join(traceback.format_exception_only(error)), repr(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("address", "user"),
    [
        ("http://user:s3cret%2Ftail@proxy.example:3128", (b"user", b"s3cret/tail")),
        ("user:s3cret@proxy.example", (b"user", b"s3cret")),
        (" http://proxy.example/ ", None),
    ],
)
def test_a_password_that_is_encoded(
    monkeypatch: pytest.MonkeyPatch, address: str, user: tuple[bytes, bytes] | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    proxy = environment_proxy("https://gateway.example")
    assert proxy is not None
    assert proxy.raw_auth == user
    assert proxy.url.host == "proxy.example"
    assert "s3cret" not in repr(proxy)


def test_a_client_names_the_variable_of_a_bad_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:s3cret/tail@127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY is not the URL of a proxy"):
        Client(**KEYS, max_retries=0).list_accounts("openai")
