"""What we lean on in other libraries beyond what they document, each once. `make canary` runs it on the newest of them.

- `_pool` of `httpx.HTTPTransport` and `httpx.AsyncHTTPTransport`: where ours brings its pool (transports/clients.py)
- `_connection` and `_h11_state` of httpcore's connections: whether bytes are left over (transports/connection_pool.py)
- `_request_lock`, `_connect_lock`, `_state_lock` of these, which are removed (transports/connection_pool.py)
- `_retry_connection` of `aiohttp.ClientSession`: that it sends nothing again (transports/aiohttp_transport.py)
"""

from collections.abc import Iterator
from typing import Any

import aiohttp
import anyio
import httpcore
import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError

from tests.faults.calls import call
from tests.support.clients import KEYS
from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer, answer_then_reset
from tests.support.faults.server import FaultyServer
from tests.support.gateway import gateway

pytestmark = pytest.mark.canary


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(answer(good)) as running:
        yield running


def test_httpx_hands_requests_to_the_pool() -> None:
    class Pool:
        def handle_request(self, request: httpcore.Request) -> httpcore.Response:
            return httpcore.Response(299)

        def close(self) -> None:
            pass

    transport = object.__new__(httpx.HTTPTransport)
    transport._pool = Pool()  # type: ignore[assignment]
    assert httpx.Client(transport=transport).get("http://api.example.com").status_code == 299


def test_httpx_hands_requests_to_the_async_pool() -> None:
    class Pool:
        async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
            return httpcore.Response(299)

        async def aclose(self) -> None:
            pass

    async def main() -> int:
        transport = object.__new__(httpx.AsyncHTTPTransport)
        transport._pool = Pool()  # type: ignore[assignment]
        http = httpx.AsyncClient(transport=transport)
        return (await http.get("http://api.example.com")).status_code

    assert anyio.run(main) == 299


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("proxied", [False, True])
def test_connections_of_httpcore_are_found_to_be_read_out(
    way: str, proxied: bool, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else no connection would be used again."""
    url, options = server.url, {}
    if proxied:
        monkeypatch.setenv("HTTP_PROXY", server.url)
        url, options = "http://api.example.com", {"allow_http": True}
    assert call(way, url, "list_accounts", before=3, **options).error is None
    assert len(server.connections) == 1


def test_a_tunnel_of_httpcore_is_used_again(server: FaultyServer) -> None:
    import ssl

    import trustme

    from tests.support.gateway import identity

    authority = trustme.CA()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with (
        gateway(server.url, tls=identity(authority, "api.example.com")) as secured,
        gateway(secured.url, tunnels=True) as proxy,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("HTTPS_PROXY", proxy.url)
        assert call("sync", "https://api.example.com", "list_accounts", before=3, verify=context).error is None
        assert proxy.connections == 1


@pytest.mark.parametrize("proxy", [None, "http://proxy.example.com"])
@pytest.mark.parametrize("scheme", [b"http", b"https"])
def test_httpcore_has_no_other_locks_than_those_removed(scheme: bytes, proxy: str | None) -> None:
    """Else each call would wait for all other tasks again."""
    origin = httpcore.Origin(scheme, b"api.example.com", 80)
    pool = httpcore.AsyncConnectionPool(proxy=None if proxy is None else httpcore.Proxy(proxy))
    outer = pool.create_connection(origin)
    inner = httpcore.AsyncHTTP11Connection(origin, httpcore.AsyncMockStream([]))
    layers = [outer, getattr(outer, "_connection", None) or outer, inner]
    locks = {name for layer in layers for name in vars(layer) if "lock" in name}
    assert locks <= {"_request_lock", "_connect_lock", "_state_lock"}
    assert len(locks) > 1


@pytest.mark.parametrize("way", ["sync", "asyncio"])
def test_httpcore_tells_of_bytes_that_are_left_over(way: str) -> None:
    with FaultyServer(answer(lambda request: good(request) + b"HTTP/1.1 200"), answer(good)) as server:
        assert call(way, server.url, "list_accounts", before=1).error is None
        assert len(server.connections) == 2


def test_aiohttp_sends_nothing_again() -> None:
    with FaultyServer(answer(good), *[answer_then_reset(b"")] * 2, answer(good)) as server:
        end = call("aiohttp", server.url, "list_accounts", before=0, max_retries=0)
        assert end.error is None

        async def main() -> Any:
            async with AsyncClient(**KEYS, base_url=server.url, http_backend="aiohttp", max_retries=0) as client:
                with pytest.raises(Exception, match="disconnected|reset"):
                    await client.list_accounts("openai")

        anyio.run(main)
        assert server.attempts == 2


def test_an_aiohttp_that_would_send_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiohttp.ClientSession, "ATTRS", frozenset())
    with pytest.raises(ConfigurationError, match=rf"datadog-llm-client \d.*aiohttp {aiohttp.__version__}"):
        AsyncClient(**KEYS, http_backend="aiohttp")
    Client(**KEYS).close()
