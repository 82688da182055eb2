import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime import transports
from datadog_llm_client._runtime.transports.connection_pool import KEEPALIVE_EXPIRY, AsyncConnectionPool, ConnectionPool
from datadog_llm_client._runtime.values.attempt import BodyReader
from pytest_httpserver import HTTPServer

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS, pool_of
from tests.support.faults.connection import LIMIT


def test_connections_of_a_burst_are_closed_with_the_next_call(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that have waited for too long, and not one for each call."""
    with Client(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        connections = pool_of(client)
        together = threading.Barrier(5)
        take = connections.take
        monkeypatch.setattr(connections, "take", lambda origin: (together.wait(LIMIT), take(origin))[1])
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(lambda _: client.list_accounts("openai"), range(5)))
        monkeypatch.undo()
        assert len(connections) > 1
        now = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now + KEEPALIVE_EXPIRY + 1)
        client.list_accounts("openai")
        assert len(connections) == 1


class Broken(BaseException):
    """Not an Exception, such as what ends a thread from outside."""


@pytest.mark.parametrize("loop", [None, "asyncio", "trio"])
@pytest.mark.parametrize("error", [Broken(), KeyboardInterrupt(), httpcore.ReadError("reset"), MemoryError()])
def test_room_comes_back_whatever_ends_a_request(error: BaseException, loop: str | None) -> None:
    class Connection:
        """Raises as soon as it is used."""

        def handle_request(self, request: httpcore.Request) -> httpcore.Response:
            raise error

        async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
            raise error

        def is_idle(self) -> bool:
            return False

        def close(self) -> None:
            closed.append(self)

        async def aclose(self) -> None:
            self.close()

    closed: list[Any] = []
    pool: Any = ConnectionPool(1, None, None) if loop is None else AsyncConnectionPool(1, None, None)
    pool._make = lambda origin: Connection()
    timeout = {"timeout": dict.fromkeys(("pool", "connect", "read", "write"), 0.01)}
    request = httpcore.Request("GET", "http://127.0.0.1/", extensions=timeout)
    for _ in range(3):  # more than there is room for
        with pytest.raises(type(error)):
            anyio.run(pool.handle_async_request, request, backend=loop) if loop else pool.handle_request(request)
    assert len(pool) == 0
    assert len(closed) == 3


def test_what_is_given_back_after_closing_is_closed(sandbox: Sandbox) -> None:
    """The answer of a call that is under way still arrives."""
    client = Client(API_KEY, APP_KEY, base_url=sandbox.url)
    client.list_accounts("openai")
    connections = pool_of(client)
    take = connections.take

    def take_and_close(origin: Any) -> Any:
        connection = take(origin)
        client.close()
        return connection

    connections.take = take_and_close
    assert client.list_accounts("openai")
    assert len(connections) == 0


def test_connections_are_limited_and_the_wait_for_one_ends(httpserver: HTTPServer) -> None:
    with Client(**KEYS, base_url=httpserver.url_for(""), max_connections=1, max_retries=0) as client:
        pool_of(client)._room.acquire()
        with pytest.raises(APITimeoutError, match="no connection was free in time"):
            client.list_accounts("openai", timeout=httpx.Timeout(5, pool=0.05))


@pytest.mark.anyio
async def test_a_call_that_is_cancelled_as_it_ends(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is in no state that the next call could use."""
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url, max_retries=0) as client:
        feed = BodyReader.feed

        def cancel(body: BodyReader, chunk: bytes) -> bool:
            scope.cancel()
            return feed(body, chunk)

        with anyio.CancelScope() as scope, monkeypatch.context() as patch:
            patch.setattr(BodyReader, "feed", cancel)
            await client.list_accounts("openai")
        assert scope.cancelled_caught
        for _ in range(3):
            assert len(await client.list_accounts("openai")) == 2


def question(number: int) -> dict[str, Any]:
    messages = [{"role": "user", "content": f"number {number}"}]
    return {"integration": "openai", "account_id": "account-abc123", "model_id": "gpt-4o", "messages": messages}


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio", "aiohttp"])
def test_a_hundred_at_a_time_over_three_connections(sandbox: Sandbox, way: str) -> None:
    found: dict[int, str] = {}
    settings: dict[str, Any] = {"api_key": API_KEY, "app_key": APP_KEY, "base_url": sandbox.url, "max_connections": 3}

    async def main() -> None:
        backend: Any = "aiohttp" if way == "aiohttp" else "httpx"
        async with AsyncClient(**settings, http_backend=backend) as client, anyio.create_task_group() as tasks:

            async def ask(number: int) -> None:
                found[number] = (await client.run_inference(**question(number))).response.content

            for number in range(100):
                tasks.start_soon(ask, number)

    if way == "sync":
        with Client(**settings) as client, ThreadPoolExecutor(100) as threads:
            answers = threads.map(lambda number: client.run_inference(**question(number)), range(100))
            found = {number: answer.response.content for number, answer in enumerate(answers)}
            assert len(pool_of(client)) <= 3
    else:
        anyio.run(main, backend="trio" if way == "trio" else "asyncio")
    assert found == {number: f"You said: number {number}" for number in range(100)}


def test_backends_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="a Client supports only 'httpx'"):
        Client(**KEYS, http_backend="aiohttp")
    with pytest.raises(ConfigurationError, match="expected 'httpx' or 'aiohttp'"):
        AsyncClient(**KEYS, http_backend="requests")  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, f"{transports.__name__}.aiohttp_transport", raising=False)
    monkeypatch.delattr(transports, "aiohttp_transport", raising=False)
    with pytest.raises(ConfigurationError, match=r"pip install 'datadog-llm-client\[aiohttp\]'"):
        AsyncClient(**KEYS, http_backend="aiohttp")
