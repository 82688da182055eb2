import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime import transports
from datadog_llm_client._runtime.calls.body_reader import BodyReader
from datadog_llm_client._runtime.transports.connection_pool import KEEPALIVE_EXPIRY, AsyncConnectionPool, ConnectionPool
from datadog_llm_client._runtime.values.loops import current_loop
from datadog_llm_client.models import MessageDict
from pytest_httpserver import HTTPServer

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS, pool_of
from tests.support.faults.connection import LIMIT

BACKENDS = pytest.mark.parametrize("backend", ["httpx", "aiohttp"])


def test_a_connection_is_used_again(sandbox: Sandbox) -> None:
    with Client(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        for _ in range(3):
            client.list_accounts("openai")
        [connection] = [each for *_, each in pool_of(client)._idle]
        assert "Request Count: 3" in connection.info()
        connection.close()


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


@pytest.mark.parametrize("error", [Broken(), KeyboardInterrupt(), httpcore.ReadError("reset"), MemoryError()])
def test_room_comes_back_whatever_ends_a_request(error: BaseException) -> None:
    with failing_pool(ConnectionPool, error) as (pool, request):
        for _ in range(3):  # more than there is room for
            with pytest.raises(type(error)):
                pool.handle_request(request)
        assert len(pool) == 0


@pytest.mark.parametrize("error", [Broken(), KeyboardInterrupt(), httpcore.ReadError("reset"), MemoryError()])
@pytest.mark.anyio
async def test_async_room_comes_back_whatever_ends_a_request(error: BaseException) -> None:
    with failing_pool(AsyncConnectionPool, error) as (pool, request):
        for _ in range(3):
            with pytest.raises(type(error)):
                await pool.handle_async_request(request)
        assert len(pool) == 0


@contextmanager
def failing_pool(kind: Any, error: BaseException) -> Iterator[tuple[Any, httpcore.Request]]:
    """A pool for one connection, which raises as soon as it is used."""

    class Connection:
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
    pool = kind(1, None, None)
    pool._make = lambda origin: Connection()
    timeout = {"timeout": dict.fromkeys(("pool", "connect", "read", "write"), 0.01)}
    yield pool, httpcore.Request("GET", "http://127.0.0.1/", extensions=timeout)
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
async def test_async_connections_are_limited_and_the_wait_for_one_ends(httpserver: HTTPServer) -> None:
    async with AsyncClient(**KEYS, base_url=httpserver.url_for(""), max_connections=1, max_retries=0) as client:
        room = pool_of(client)._rooms.setdefault(current_loop(), anyio.Semaphore(1))
        await room.acquire()
        with pytest.raises(APITimeoutError, match="no connection was free in time"):
            await client.list_accounts("openai", timeout=httpx.Timeout(5, pool=0.05))
        room.release()


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


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@BACKENDS
@pytest.mark.anyio
async def test_a_hundred_at_a_time_over_ten_connections(sandbox: Sandbox, backend: Any, anyio_backend: str) -> None:
    found: list[str] = []
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url, max_connections=10, http_backend=backend) as client:

        async def ask(number: int) -> None:
            messages: list[MessageDict] = [{"role": "user", "content": f"number {number}"}]
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
        assert len(pool_of(client)) <= 3
    assert set(found) == {2}


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
