"""What aiohttp or its bridge to httpx would send again by itself is sent once."""

import anyio
import httpx_aiohttp
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, DatadogError

from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer, answer_then_reset
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import call

pytestmark = LEFT_BY_HTTPX


@pytest.mark.parametrize("operation", ["list_accounts", "run_inference"])
def test_how_often_is_for_our_settings_to_say(operation: str) -> None:
    """aiohttp by itself would send a read again."""
    with FaultyServer(*[answer_then_reset(b"")] * 2, answer(good)) as server:
        end = call("aiohttp", server.url, operation, max_retries=0)
        assert server.is_left()
    assert isinstance(end.error, DatadogError)
    assert server.attempts == 1


def test_an_inference_is_sent_once_over_a_client_of_httpx_aiohttp() -> None:
    """It calls every lost connection a failure to connect, after which an inference would be sent again."""

    async def main(url: str) -> None:
        async with httpx_aiohttp.HttpxAiohttpClient() as http:
            client = AsyncClient("key", "key", base_url=url, http_client=http)
            with pytest.raises(APIConnectionError):
                await client.run_inference("openai", "a", model_id="m", messages=[{"role": "user"}])

    with FaultyServer(*[answer_then_reset(b"")] * 3) as server:
        anyio.run(main, server.url)
    assert server.attempts == 1
