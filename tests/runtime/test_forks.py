"""A forked process shares no socket with its parent."""

import gc
import os
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from datadog_llm_client import AsyncClient, Client

from tests.support.clients import KEYS, pool_of
from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer
from tests.support.faults.connection import LIMIT
from tests.support.faults.server import FaultyServer


def sockets_to(port: int) -> int:
    """How many sockets of this process lead to a port."""
    count = 0
    for name in os.listdir("/dev/fd"):
        try:
            with socket.socket(fileno=os.dup(int(name))) as sock:
                count += sock.getpeername()[1] == port
        except (OSError, IndexError):
            continue
    return count


def in_child(course: Callable[[], object]) -> int:
    """The exit code of a forked child that goes through a course: 0 where that is true."""
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            os._exit(0 if course() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@needs_fork
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_threads_and_a_fork() -> None:
    with FaultyServer(answer(good)) as server, Client(**KEYS, base_url=server.url, max_connections=5) as client:
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(lambda _: client.list_accounts("openai"), range(20)))
        before = len(server.connections)
        room = pool_of(client)._room
        for _ in range(5):  # as calls of threads do that the child does not have
            room.acquire()
        assert in_child(lambda: sockets_to(server.port) == 0 and client.list_accounts("openai")) == 0
        room.release(5)
        assert client.list_accounts("openai")
        assert len(server.connections) == before + 1


@needs_fork
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("backend", ["httpx", "aiohttp", "trio", "uvloop"])
def test_a_fork_in_an_event_loop(backend: str) -> None:
    """The child shares no socket, and whatever it collects changes nothing for the parent."""
    with FaultyServer(answer(good)) as server:

        async def main() -> None:
            options: Any = {"http_backend": "aiohttp"} if backend == "aiohttp" else {}
            async with AsyncClient(**KEYS, base_url=server.url, timeout=LIMIT, max_retries=0, **options) as client:
                assert await client.list_accounts("openai")
                assert in_child(lambda: (gc.collect(), sockets_to(server.port) == 0)[1]) == 0
                for _ in range(3):
                    assert await client.list_accounts("openai")

        if backend == "uvloop":
            pytest.importorskip("uvloop")
        options = {"use_uvloop": True} if backend == "uvloop" else {}
        anyio.run(main, backend="trio" if backend == "trio" else "asyncio", backend_options=options)
    assert len(server.connections) == 1
