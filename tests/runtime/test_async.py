"""What ends a call of the async client, and the client itself."""

import anyio
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, ConfigurationError

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS, pool_of


class Silent(httpx.AsyncBaseTransport):
    """A server that never answers."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError


@pytest.mark.anyio
async def test_a_deadline_ends_a_request_that_hangs() -> None:
    async with httpx.AsyncClient(transport=Silent()) as http:
        client = AsyncClient(**KEYS, http_client=http, timeout=None)
        with anyio.fail_after(10), pytest.raises(APITimeoutError, match=r"^no response within the deadline of 0\.05 s"):
            await client.list_accounts("openai", deadline=0.05)


@pytest.mark.anyio
async def test_a_deadline_ends_the_wait_for_a_token() -> None:
    async def token() -> str:
        await anyio.sleep_forever()
        raise AssertionError

    async with AsyncClient(bearer_token=token) as client:
        with anyio.fail_after(10), pytest.raises(APITimeoutError, match="deadline of 0.05 s"):
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
