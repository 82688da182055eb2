"""TLS and proxies work alike whatever the connections are made with."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from datadog_llm_client import APIConnectionError, ConfigurationError

from tests.support.faults.answers import example, good, http
from tests.support.faults.behaviours import answer
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer
from tests.support.gateway import Gateway, gateway, identity

from .calls import API_KEY, APP_KEY, WAYS, Caller, End, run

pytestmark = LEFT_BY_HTTPX

HOST = "api.example.com"  # an address that only a proxy can reach
LONG = "long " * 400_000  # 2 MB, more than any buffer on the way holds


@pytest.fixture(params=[*WAYS, "uvloop"])
def way(request: pytest.FixtureRequest) -> str:
    """How calls are made."""
    chosen: str = request.param
    if chosen == "uvloop":
        pytest.importorskip("uvloop")  # which Windows has not
    return chosen


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """What a client needs to trust the authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server needs to be trusted as the loopback address, and as the host behind the proxy."""
    return identity(authority, "127.0.0.1", HOST)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(answer(good)) as running:
        yield running


@pytest.fixture
def secured(server: FaultyServer, tls: ssl.SSLContext) -> Iterator[Gateway]:
    """The server behind TLS."""
    with gateway(server.url, tls=tls) as running:
        yield running


def ends(way: str, url: str, count: int = 1, operation: str = "run_inference", **options: Any) -> list[End]:
    """How so many calls of one client end."""
    found: list[End] = []

    async def course(caller: Caller) -> None:
        found.extend([await caller.call(operation) for _ in range(count)])

    run(way, url, course, **{"max_retries": 0, **options})
    return found


@pytest.mark.parametrize("how", ["context", "bundle", "unverified"])
def test_tls(
    way: str, how: str, secured: Gateway, authority: trustme.CA, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    verify = {"context": trusting, "bundle": str(tmp_path / "ca.pem"), "unverified": False}[how]
    assert [end.plain for end in ends(way, secured.url, 3, verify=verify)] == [example("run_inference")] * 3
    assert secured.connections == 1


@pytest.mark.parametrize("cause", ["authority", "host"])
def test_a_server_that_is_not_trusted_gets_no_request(
    way: str, cause: str, server: FaultyServer, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    """It is not tried again, as it will not be trusted then."""
    unknown = cause == "authority"
    with gateway(server.url, tls=identity(authority, "127.0.0.1" if unknown else HOST)) as secured:
        [end] = ends(way, secured.url, verify=True if unknown else trusting, max_retries=2)
    assert isinstance(end.error, APIConnectionError)
    assert "certificate" in str(end.error).lower()
    assert (secured.connections, server.attempts) == (1, 0)


def test_a_server_behind_a_proxy_that_is_not_trusted(
    way: str, server: FaultyServer, authority: trustme.CA, trusting: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call makes a connection of its own, and one only."""
    with (
        gateway(server.url, tls=identity(authority, "other.example.com")) as secured,
        gateway(secured.url, tunnels=True) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        found = ends(way, f"https://{HOST}", 2, verify=trusting, max_retries=1)
    assert [type(end.error) for end in found] == [APIConnectionError] * 2
    assert (proxy.connections, server.attempts) == (2, 0)


def test_long_bodies_over_tls(way: str, server: FaultyServer, secured: Gateway, trusting: ssl.SSLContext) -> None:
    async def course(caller: Caller) -> None:
        messages = [{"role": "user", "content": LONG}]
        result = caller.client.run_inference("openai", "account-abc123", model_id="gpt-4o", messages=messages)
        result = result if way == "sync" else await result
        assert result.model_id == example("run_inference")["model_id"]

    run(way, secured.url, course, verify=trusting)
    assert LONG in server.requests[0].body.decode()


def test_a_long_answer_over_tls(way: str, tls: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    body = b'[{"id":"a","account_id":"b","account_name":"%s","integration":"openai"}]' % LONG.encode()
    with (
        FaultyServer(answer(http(200, body, "Content-Type: application/json"))) as server,
        gateway(server.url, tls=tls) as secured,
    ):
        [end] = ends(way, secured.url, operation="list_accounts", verify=trusting)
    assert end.plain[0]["account_name"] == LONG


def test_a_proxy_for_http(way: str, server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands in for the proxy, which is asked for the whole URL."""
    monkeypatch.setenv("HTTP_PROXY", server.url.replace("://", "://user:word@"))
    assert [end.error for end in ends(way, f"http://{HOST}", 2, allow_http=True)] == [None, None]
    first, second = server.requests
    assert first.path == f"http://{HOST}/api/v2/llm-obs/v1/integrations/openai/account-abc123/inference"
    assert first.headers["host"] == second.headers["host"] == HOST
    assert first.headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"
    assert len(server.connections) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_for_https(
    way: str,
    scheme: str,
    server: FaultyServer,
    secured: Gateway,
    tls: ssl.SSLContext,
    trusting: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proxy, which may speak TLS itself, learns the host and its own password, and no key."""
    with gateway(secured.url, tls=tls if scheme == "https" else None, tunnels=True) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("://", "://user:word@"))
        found = ends(way, f"https://{HOST}", 3, verify=trusting)
    assert [end.plain for end in found] == [example("run_inference")] * 3
    [head] = proxy.heads
    assert head.startswith(f"CONNECT {HOST}:443 HTTP/1.1\r\n")
    assert "proxy-authorization: basic dxnlcjp3b3jk" in head.lower()
    assert API_KEY not in head
    assert APP_KEY not in head
    assert server.requests[0].headers["dd-api-key"] == API_KEY
    assert "proxy-authorization" not in server.requests[0].headers


def test_a_proxy_that_refuses(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent, so it is tried again; the password stands in no message."""
    with FaultyServer(answer(http(407))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("://", "://user:pass-word@"))
        [end] = ends(way, f"https://{HOST}", max_retries=1)
    assert isinstance(end.error, APIConnectionError)
    assert "407" in str(end.error)
    assert "pass-word" not in str(end.error)
    assert proxy.attempts == 2


def test_a_proxy_that_is_not_there(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer() as nobody:
        monkeypatch.setenv("HTTPS_PROXY", nobody.url)
        [end] = ends(way, f"https://{HOST}")
    assert isinstance(end.error, APIConnectionError)


def test_a_proxy_of_a_kind_that_cannot_be_used(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOCKS needs an extra of httpx, and aiohttp has none of it."""
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        ends(way, f"https://{HOST}")
    assert ("does not support socks5" if way == "aiohttp" else "httpx[socks]") in str(caught.value)
