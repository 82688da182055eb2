"""One client in many event loops and threads, closed or dropped: no socket is left, and none shared."""

import asyncio
import gc
import ssl
import threading
import warnings
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime.values import servers

from tests.support.clients import KEYS
from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer
from tests.support.faults.connection import LIMIT
from tests.support.faults.server import FaultyServer

BACKENDS = pytest.mark.parametrize("backend", ["httpx", "aiohttp"])


@pytest.fixture
def warned() -> Any:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield found


@pytest.fixture
def complaints(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What asyncio and aiohttp logged."""
    return lambda: [record.getMessage() for record in caplog.records if record.name == "asyncio"]


async def ask(client: AsyncClient) -> None:
    assert await client.list_accounts("openai")


@BACKENDS
def test_one_loop_after_another(backend: Any, warned: Any, complaints: Any) -> None:
    """The next one goes on with an idle connection. aiohttp's belong to a loop, and are closed as it ends."""
    with FaultyServer(answer(good)) as server:
        client = AsyncClient(**KEYS, base_url=server.url, http_backend=backend)
        for _ in range(12):
            asyncio.run(ask(client))
        assert backend == "httpx" or server.is_left()
        asyncio.run(client.close())
        assert server.is_left()
        gc.collect()
    assert len(server.connections) == (12 if backend == "aiohttp" else 1)
    assert ([str(each.message) for each in warned], complaints()) == ([], [])


async def others() -> None:
    """Wait for the other tasks of the loop."""
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    if tasks:
        await asyncio.wait(tasks, timeout=LIMIT)


@BACKENDS
@pytest.mark.parametrize("closed_in", ["one of them", "another", "one that has ended"])
def test_many_loops_at_once(backend: Any, closed_in: str, warned: Any, complaints: Any) -> None:
    loops = [asyncio.new_event_loop() for _ in range(12)]
    threads = [threading.Thread(target=loop.run_forever) for loop in loops]
    for thread in threads:
        thread.start()
    with FaultyServer(answer(good)) as server:
        client = AsyncClient(**KEYS, base_url=server.url, http_backend=backend)
        for _ in range(3):
            for loop in loops:
                asyncio.run_coroutine_threadsafe(ask(client), loop).result(LIMIT)
        assert len(server.connections) == (len(loops) if backend == "aiohttp" else 1)
        if closed_in == "one of them":
            asyncio.run_coroutine_threadsafe(client.close(), loops[3]).result(LIMIT)
        else:
            asyncio.run(client.close())
        assert server.is_left()
        for loop, thread in zip(loops, threads, strict=True):
            loop.call_soon_threadsafe(loop.stop)
            thread.join(LIMIT)
            loop.run_until_complete(others())  # as `asyncio.run` ends them
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
        gc.collect()
    assert ([str(each.message) for each in warned], complaints()) == ([], [])


def test_a_loop_of_asyncio_after_one_of_trio(warned: Any) -> None:
    """What is idle moves between loops of both libraries."""
    with FaultyServer(answer(good)) as server:
        client = AsyncClient(**KEYS, base_url=server.url)
        for backend in ("asyncio", "trio", "trio", "asyncio"):
            anyio.run(ask, client, backend=backend)
        anyio.run(client.close, backend="trio")
        assert server.is_left()
        gc.collect()
    assert len(server.connections) == 1
    assert [str(each.message) for each in warned] == []


def test_a_loop_that_ended_without_a_word(warned: Any) -> None:
    with FaultyServer(answer(good)) as server:
        client = AsyncClient(**KEYS, base_url=server.url)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(ask(client))
        loop.close()

        async def last() -> None:
            await ask(client)
            await client.close()

        asyncio.run(last())
        assert server.is_left()
        gc.collect()
    assert len(server.connections) == 1
    assert [str(each.message) for each in warned] == []


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio", "aiohttp"])
def test_a_client_that_is_dropped(kind: str, warned: Any) -> None:
    """Its sockets are closed, and whoever wrote that is told."""
    with FaultyServer(answer(good)) as server:
        if kind == "sync":
            Client(**KEYS, base_url=server.url).list_accounts("openai")
        else:

            async def main() -> None:
                options: Any = {"http_backend": "aiohttp"} if kind == "aiohttp" else {}
                await ask(AsyncClient(**KEYS, base_url=server.url, **options))
                gc.collect()
                with anyio.fail_after(LIMIT):
                    while not server.ended.is_set():
                        await anyio.sleep(0.001)

            anyio.run(main, backend="trio" if kind == "trio" else "asyncio")
        gc.collect()
        assert server.is_left()
    told = [each for each in warned if "was not closed" in str(each.message)]
    assert [each.category for each in told] == [ResourceWarning]


@pytest.mark.parametrize("how", ["unused", "its calls failed", "a client of the caller's"])
def test_a_client_without_connections_need_not_be_closed(how: str, warned: Any) -> None:
    if how == "unused":
        Client(**KEYS)
    elif how == "its calls failed":
        with FaultyServer() as nobody, pytest.raises(Exception, match="refused"):
            Client(**KEYS, base_url=nobody.url, max_retries=0).list_accounts("openai")
    else:
        with FaultyServer(answer(good)) as server, httpx.Client() as http:
            Client(**KEYS, base_url=server.url, http_client=http).list_accounts("openai")
    gc.collect()
    assert [str(each.message) for each in warned] == []


def test_trio_and_aiohttp() -> None:
    client = AsyncClient(**KEYS, http_backend="aiohttp")
    with pytest.raises(ConfigurationError, match="needs asyncio, and this is trio"):
        anyio.run(ask, client, backend="trio")

    async def make() -> None:
        with pytest.raises(ConfigurationError, match="needs asyncio, and this is trio"):
            AsyncClient(**KEYS, http_backend="aiohttp")

    anyio.run(make, backend="trio")


@BACKENDS
def test_the_event_loop_waits_for_no_certificates(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read once, by the constructor, and not at all for plain http."""
    read: list[bool] = []
    load = ssl.SSLContext.load_verify_locations

    def note(context: ssl.SSLContext, *arguments: Any, **options: Any) -> None:
        read.append(asyncio._get_running_loop() is not None)
        load(context, *arguments, **options)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", note)
    servers._default_context.cache_clear()
    with FaultyServer(answer(good)) as server:
        AsyncClient(**KEYS, base_url=server.url)
        assert read == []
        client = AsyncClient(**KEYS, base_url=server.url.replace("http", "https"), max_retries=0, http_backend=backend)
        assert read == [False]

        async def main() -> None:
            async with client:
                with pytest.raises(APIConnectionError):
                    await client.list_accounts("openai")

        asyncio.run(main())
    assert read == [False]


@BACKENDS
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_eager_tasks(backend: Any, host: str) -> None:
    """Where there are none, as before Python 3.12, a task factory that makes tasks as usual."""
    factory = getattr(asyncio, "eager_task_factory", lambda loop, coroutine, **more: asyncio.Task(coroutine, loop=loop))

    async def main(url: str) -> None:
        asyncio.get_running_loop().set_task_factory(factory)
        async with AsyncClient(**KEYS, base_url=url, http_backend=backend) as client:
            await asyncio.gather(*(ask(client) for _ in range(5)))

    with FaultyServer(answer(good)) as server:
        asyncio.run(main(server.url.replace("127.0.0.1", host)))
        assert server.is_left()
