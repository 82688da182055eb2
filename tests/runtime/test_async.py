"""What only an event loop can do: cancel, time out, and be another one next time."""

import gc
from collections.abc import AsyncIterator

import anyio
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, ConfigurationError

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS, Answer, Script, pool_of


@pytest.fixture
async def async_client(sandbox: Sandbox) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        yield client


@pytest.mark.anyio
async def test_many_tasks(async_client: AsyncClient) -> None:
    answers: dict[str, set[str]] = {}

    async def ask(integration: str) -> None:
        answers[integration] = {account.integration for account in await async_client.list_accounts(integration)}

    for _ in range(2):
        async with anyio.create_task_group() as tasks:
            for integration in ("openai", "anthropic", "amazon_bedrock", "azure_openai", "vertex_ai"):
                tasks.start_soon(ask, integration)
    assert all(found == {integration} for integration, found in answers.items())
    assert len(answers) == 5


@pytest.mark.anyio
async def test_a_wait_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, sleep = anyio.Event(), anyio.sleep

    async def note(seconds: float) -> None:
        waiting.set()
        await sleep(seconds)

    monkeypatch.setattr(anyio, "sleep", note)
    script = Script(Answer(503, {}, {"Retry-After": "50"}))
    ended: list[BaseException] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
        client = AsyncClient(**KEYS, http_client=http)

        async def ask() -> None:
            try:
                await client.list_accounts("openai")
            except BaseException as error:
                ended.append(error)
                raise

        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ask)
                await waiting.wait()
                tasks.cancel_scope.cancel()
    assert [type(error) for error in ended] == [anyio.get_cancelled_exc_class()]
    assert len(script.sent) == 1


class Silent(httpx.AsyncBaseTransport):
    """A server that never answers."""

    def __init__(self) -> None:
        self.asked = anyio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        await anyio.sleep_forever()
        raise AssertionError


@pytest.mark.anyio
async def test_a_request_can_be_cancelled() -> None:
    transport = Silent()
    async with httpx.AsyncClient(transport=transport) as http:
        client = AsyncClient(**KEYS, http_client=http)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.list_accounts, "openai")
                await transport.asked.wait()
                tasks.cancel_scope.cancel()


@pytest.mark.anyio
async def test_a_deadline_ends_a_request_that_hangs() -> None:
    async with httpx.AsyncClient(transport=Silent()) as http:
        client = AsyncClient(**KEYS, http_client=http, timeout=None)
        with anyio.fail_after(10), pytest.raises(APITimeoutError, match=r"^no response within the deadline of 0\.05 s"):
            await client.list_accounts("openai", deadline=0.05)


@pytest.mark.anyio
async def test_the_callers_own_time_limit_stays_the_callers() -> None:
    async with httpx.AsyncClient(transport=Silent()) as http:
        client = AsyncClient(**KEYS, http_client=http, timeout=None)
        with pytest.raises(TimeoutError), anyio.fail_after(0.01):
            await client.list_accounts("openai", deadline=60)


@pytest.mark.anyio
async def test_a_with_block_closes_the_connections(sandbox: Sandbox) -> None:
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        assert repr(await client.list_accounts("openai"))
        assert len(pool_of(client)) == 1
    assert len(pool_of(client)) == 0
    await client.close()  # once more does no harm
    with pytest.raises(ConfigurationError, match="this client is closed"):
        await client.list_accounts("openai")


@pytest.mark.anyio
async def test_copies_share_the_connections(async_client: AsyncClient) -> None:
    assert async_client.with_options(max_retries=0)._shared.http is async_client._shared.http


@pytest.mark.anyio
async def test_a_wrong_kind_of_client() -> None:
    with httpx.Client() as http, pytest.raises(ConfigurationError, match=r"must be an httpx\.AsyncClient, not Cli"):
        AsyncClient(**KEYS, http_client=http)  # type: ignore[arg-type]


def test_one_client_in_one_event_loop_after_another(anyio_backend: str, sandbox: Sandbox) -> None:
    client = AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url)

    async def count() -> int:
        return len(await client.list_accounts("openai"))

    assert anyio.run(count, backend=anyio_backend) == anyio.run(count, backend=anyio_backend)
    anyio.run(client.close, backend=anyio_backend)
    gc.collect()
    with pytest.raises(ConfigurationError, match="this client is closed"):
        anyio.run(count, backend=anyio_backend)
