from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime.calls.call import BodyReader
from datadog_llm_client._runtime.transports import connections as module
from datadog_llm_client._runtime.transports import idle_connections as stack_module
from datadog_llm_client._runtime.transports.connections import AsyncConnections, Connections
from datadog_llm_client._runtime.values.loops import current_loop
from pytest_httpserver import HTTPServer

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS

BACKENDS = pytest.mark.parametrize("backend", ["httpx", "aiohttp"])


@pytest.fixture
def connections() -> Iterator[Connections]:
    connections = Connections("https://api.datadoghq.com", 2, ssl.create_default_context(), None)
    yield connections
    connections.close()


def test_a_connection_is_used_again(sandbox: Sandbox) -> None:
    with Client(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        for _ in range(3):
            client.list_accounts("openai")
        connections: Any = client._pool.acquire()
        [(_, transport)] = connections._idle._idle
    assert "Request Count: 3" in transport._pool.info()


def test_a_connection_that_was_idle_for_long_is_closed(
    monkeypatch: pytest.MonkeyPatch, connections: Connections
) -> None:
    stack = connections._idle
    first, second = stack.pop(), stack.pop()
    assert stack.push(first) is None
    monkeypatch.setattr(stack_module, "KEEPALIVE_EXPIRY", -1.0)
    assert stack.push(second) is first
    assert stack.pop() is second


def test_what_is_given_back_after_closing_is_closed(connections: Connections) -> None:
    transport = connections._idle.pop()
    connections.close()
    assert connections._idle.push(transport) is transport


def test_connections_are_limited_and_the_wait_for_one_ends(httpserver: HTTPServer) -> None:
    with Client(**KEYS, base_url=httpserver.url_for(""), max_connections=1, max_retries=0) as client:
        client._pool.acquire()._room.acquire()  # type: ignore[attr-defined]
        with pytest.raises(APITimeoutError, match="no connection was free in time"):
            client.list_accounts("openai", timeout=httpx.Timeout(5, pool=0.05))


@pytest.mark.anyio
async def test_async_connections_are_limited_and_the_wait_for_one_ends(httpserver: HTTPServer) -> None:
    async with AsyncClient(**KEYS, base_url=httpserver.url_for(""), max_connections=1, max_retries=0) as client:
        transport = client._pool.acquire(current_loop())
        assert isinstance(transport, AsyncConnections)
        await transport._room.acquire()
        with pytest.raises(APITimeoutError, match="no connection was free in time"):
            await client.list_accounts("openai", timeout=httpx.Timeout(5, pool=0.05))
        transport._room.release()


@pytest.mark.anyio
async def test_a_call_that_is_cancelled_as_it_ends(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is in no state that the next call could use."""
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url, max_retries=0) as client:
        feed = BodyReader.feed
        with anyio.CancelScope() as scope, monkeypatch.context() as patch:

            def cancel_and_feed(body: BodyReader, chunk: bytes) -> bool:
                scope.cancel()
                return feed(body, chunk)

            patch.setattr(BodyReader, "feed", cancel_and_feed)
            await client.list_accounts("openai")
        assert scope.cancelled_caught
        for _ in range(3):
            assert len(await client.list_accounts("openai")) == 2


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@BACKENDS
@pytest.mark.anyio
async def test_a_hundred_at_a_time_over_ten_connections(sandbox: Sandbox, backend: Any, anyio_backend: str) -> None:
    found: list[str] = []
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url, max_connections=10, http_backend=backend) as client:

        async def ask(number: int) -> None:
            messages = [{"role": "user", "content": f"number {number}"}]
            result = await client.run_inference("openai", "account-abc123", model_id="gpt-4o", messages=messages)
            assert result.response.content == f"You said: number {number}"
            found.append(result.response.content)

        async with anyio.create_task_group() as tasks:
            for number in range(100):
                tasks.start_soon(ask, number)
    assert len(set(found)) == 100


def test_a_hundred_threads_over_three_connections(sandbox: Sandbox) -> None:
    with (
        Client(API_KEY, APP_KEY, base_url=sandbox.url, max_connections=3) as client,
        ThreadPoolExecutor(100) as threads,
    ):
        found = list(threads.map(lambda _: len(client.list_accounts("openai")), range(100)))
        connections: Any = client._pool.acquire()
        assert len(connections._idle._idle) <= 3
    assert set(found) == {2}


def test_backends_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="a Client has only 'httpx'"):
        Client(**KEYS, http_backend="aiohttp")
    with pytest.raises(ConfigurationError, match="there are 'httpx' and 'aiohttp'"):
        AsyncClient(**KEYS, http_backend="requests")  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, f"{module.__package__}.aiohttp_transport", raising=False)
    with pytest.raises(ConfigurationError, match=r"pip install 'datadog-llm-client\[aiohttp\]'"):
        AsyncClient(**KEYS, http_backend="aiohttp")
