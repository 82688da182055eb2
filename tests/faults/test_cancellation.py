"""A call cancelled at each of its steps, in every event loop: no room is lost, and no socket left open."""

import asyncio
import gc
import ssl
import warnings
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import trustme
from datadog_llm_client import AsyncClient

from tests.support.faults.answers import example, good
from tests.support.faults.behaviours import answer
from tests.support.faults.connection import LIMIT
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer
from tests.support.gateway import gateway, identity

pytestmark = LEFT_BY_HTTPX

STEPS = 45  # more turns of the loop than a call takes
LOOPS: dict[str, dict[str, Any]] = {
    "asyncio": {"backend": "asyncio"},
    "uvloop": {"backend": "asyncio", "backend_options": {"use_uvloop": True}},
    "trio": {"backend": "trio"},
}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=["plain", "tls"])
def served(request: pytest.FixtureRequest, authority: trustme.CA) -> Iterator[tuple[FaultyServer, str, Any]]:
    """A server, where it is reached, and what makes it trusted."""
    with FaultyServer(answer(good)) as server:
        if request.param == "plain":
            yield server, server.url, True
            return
        context = ssl.create_default_context()
        authority.configure_trust(context)
        with gateway(server.url, tls=identity(authority, "127.0.0.1")) as secured:
            yield server, secured.url, context


async def _scope(call: Callable[[], Coroutine[Any, Any, object]], steps: int) -> None:
    """Cancelled as structured concurrency does: the scope stays cancelled while the call ends."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        for _ in range(steps):
            await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()


async def _twice(call: Callable[[], Coroutine[Any, Any, object]], steps: int) -> None:
    """Cancelled as a cascade of shutdowns does: again while the call ends."""
    task = asyncio.ensure_future(call())
    for _ in range(steps):
        await asyncio.sleep(0)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([task])


async def _outer(call: Callable[[], Coroutine[Any, Any, object]], steps: int) -> None:
    """Ended by a time limit of the caller's, at a moment rather than a step."""
    with anyio.move_on_after(steps * 0.0002):
        await call()


WAYS = [
    pytest.param(loop, how, backend, id=f"{backend}-{loop}-{how.__name__.strip('_')}")
    for loop in LOOPS
    for how in (_scope, _twice, _outer)
    for backend in ("httpx", "aiohttp")
    if not (loop == "trio" and (how is _twice or backend == "aiohttp"))
]


@pytest.mark.parametrize(("loop", "how", "backend"), WAYS)
@pytest.mark.parametrize("reused", [False, True], ids=["fresh", "reused"])
def test_cancelled_at_each_step(
    loop: str, how: Any, backend: Any, reused: bool, served: tuple[FaultyServer, str, Any]
) -> None:
    server, url, verify = served
    if loop == "uvloop":
        pytest.importorskip("uvloop")  # which Windows has not

    async def main() -> None:
        async with AsyncClient(
            "k", "a", base_url=url, verify=verify, http_backend=backend, max_connections=1, max_retries=0, timeout=LIMIT
        ) as client:

            async def call() -> object:
                return await client.list_accounts("openai")

            for steps in range(STEPS):
                if reused:
                    await call()
                await how(call, steps)
            found: Any = await call()
            assert [account.to_dict() for account in found] == example("list_accounts")

    with warnings.catch_warnings():
        warnings.filterwarnings("error", category=ResourceWarning, message="unclosed")
        anyio.run(main, **LOOPS[loop])
        gc.collect()
    assert server.is_left()


@pytest.mark.parametrize("loop", LOOPS)
def test_a_client_that_is_left_by_a_cancelled_scope_is_closed(loop: str) -> None:
    with FaultyServer(answer(good)) as server:

        async def main() -> None:
            with anyio.CancelScope() as scope:
                async with AsyncClient("k", "a", base_url=server.url) as client:
                    async with anyio.create_task_group() as tasks:
                        for _ in range(5):
                            tasks.start_soon(client.list_accounts, "openai")
                    scope.cancel()
            with anyio.fail_after(LIMIT):  # while the loop goes on
                while any(connection.is_open for connection in server.connections):
                    await anyio.sleep(0.001)

        anyio.run(main, **LOOPS[loop])
        assert server.is_left()
