"""What aiohttp or its bridge to httpx would send again by itself is sent once."""

import time

import anyio
import httpx_aiohttp
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, DatadogError

from tests.support.faults.answers import good
from tests.support.faults.behaviours import SILENCE, answer, answer_then_close, answer_then_reset
from tests.support.faults.connection import LIMIT
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import Caller, call, run

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


def test_a_connection_that_ended_while_the_loop_was_blocked_is_no_error() -> None:
    """Even if other calls are in flight, as in a map whose results are worked on in the loop."""
    with FaultyServer(SILENCE, answer_then_close(good), answer(good)) as server:

        async def course(caller: Caller) -> None:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(caller.call, "run_inference")
                while not server.requests:
                    await anyio.sleep(0.001)
                assert (await caller.call("run_inference")).error is None
                time.sleep(0.01)
                assert server.ended.wait(LIMIT)
                assert (await caller.call("run_inference")).error is None
                tasks.cancel_scope.cancel()

        run("aiohttp", server.url, course)
        assert server.is_left()
    assert server.attempts == 3
