import sys
from pathlib import Path

import httpcore
import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError

from tests.support.clients import KEYS, Mode, Script, list_accounts, pool_of


def test_a_given_client_is_used_and_never_closed() -> None:
    script = Script()
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        with Client(**KEYS, http_client=http) as client:
            list_accounts(client)
        assert not http.is_closed
        with pytest.raises(ConfigurationError, match="^this client is closed"):
            list_accounts(client)
    outlives = pytest.raises(ConfigurationError, match="^the http_client of this client is closed")
    with Client(**KEYS, http_client=http) as client, outlives:
        list_accounts(client)
    assert len(script.sent) == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SSL_CERT_FILE", "/does/not/exist.pem"),
        ("SSL_CERT_FILE", __file__),
        ("HTTPS_PROXY", "gopher://proxy.example"),
        ("ALL_PROXY", "http://proxy.example:port"),
        ("ALL_PROXY", "socks5://proxy.example"),
    ],
)
def test_an_environment_that_cannot_work(
    monkeypatch: pytest.MonkeyPatch, mode: Mode, variable: str, value: str
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=variable):
        mode.run(list_accounts)


@pytest.mark.parametrize("name", ["missing.pem", "empty.pem"])
def test_a_bundle_that_cannot_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.pem").touch()
    with pytest.raises(ConfigurationError, match=r"^verify='.*' contains no usable CA certificates"):
        Client(**KEYS, verify=str(tmp_path / name))


def test_a_directory_of_certificates(tmp_path: Path) -> None:
    with Client(**KEYS, verify=str(tmp_path)) as client:
        connection = pool_of(client).take(httpcore.URL(client.base_url).origin)
        assert connection._ssl_context.get_ca_certs() == []  # not the default ones


def test_a_client_of_the_wrong_kind() -> None:
    with pytest.raises(ConfigurationError, match=r"^http_client must be an httpx\.Client, not AsyncClient$"):
        Client(**KEYS, http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    with httpx.Client() as http, pytest.raises(ConfigurationError, match=r"must be an httpx\.AsyncClient, not Client$"):
        AsyncClient(**KEYS, http_client=http)  # type: ignore[arg-type]
