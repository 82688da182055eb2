"""Over aiohttp's connections every fault ends in one of our errors, too, and no inference is sent again."""

import anyio
import httpx
import httpx_aiohttp
import pytest
from datadog_llm_client import APIConnectionError, APITimeoutError, AsyncClient, DatadogError

from tests.support.faults.answers import JSON, body_for, example, good, http
from tests.support.faults.behaviours import Behaviour, answer, answer_then_close, answer_then_reset, greet
from tests.support.faults.catalogue import CATALOGUE
from tests.support.faults.connection import LIMIT, Request
from tests.support.faults.fault import Fault
from tests.support.faults.marks import LEFT_BY_HTTPX
from tests.support.faults.server import FaultyServer

from .calls import Caller, call, run

pytest.importorskip("aiohttp")
pytestmark = LEFT_BY_HTTPX

#: What aiohttp's parser takes, or refuses, other than that of httpx.
OTHER_PARSER = {"an unknown Transfer-Encoding", "status 101, unasked", "the same Content-Length twice"}

CASES = [
    pytest.param(fault, operation, id=f"{fault.name}-{operation}")
    for fault in CATALOGUE
    for operation in fault.operations
]


@pytest.mark.parametrize(("fault", "operation"), CASES)
def test_a_fault_ends_as_documented(fault: Fault, operation: str) -> None:
    with FaultyServer(*fault.behaviours, scheme=fault.scheme) as server:
        end = call("aiohttp", server.url, operation, **fault.options)
        assert server.is_left()
    assert end.seconds < LIMIT
    if fault.name in OTHER_PARSER:
        assert end.error is None or isinstance(end.error, DatadogError)
    elif fault.error is None:
        assert end.plain == (example(operation) if fault.returns is None else fault.returns)
    else:
        assert type(end.error) is fault.error, repr(end.error)
    if operation == "run_inference":
        assert server.attempts == (3 if fault.is_repeated(operation) else 1) * bool(fault.behaviours)


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


@pytest.mark.parametrize("last", [answer_then_close(good), answer_then_reset(good)])
def test_a_connection_that_ended_while_idle_is_no_error(last: Behaviour) -> None:
    """It is noticed before anything is sent on it, though the event loop has had no turn since."""
    with FaultyServer(last, answer(good)) as server:

        async def course(caller: Caller) -> None:
            assert (await caller.call("run_inference")).error is None
            assert server.ended.wait(LIMIT)
            assert (await caller.call("run_inference", max_retries=0)).error is None

        run("aiohttp", server.url, course)
        assert server.is_left()
    assert len(server.requests) == server.attempts == 2


@pytest.mark.parametrize("length", [9_000, 60_000])
@pytest.mark.parametrize("way", ["asyncio", "aiohttp"])
def test_long_headers_are_taken_as_by_httpx(length: int, way: str) -> None:
    def with_header(request: Request) -> bytes:
        return http(200, body_for(request), JSON, "Content-Security-Policy: " + "x" * length)

    with FaultyServer(answer(with_header)) as server:
        assert call(way, server.url, "run_inference").plain == example("run_inference")


@pytest.mark.parametrize("way", ["sync", "asyncio", "aiohttp"])
@pytest.mark.parametrize("head", ["HTTP/1.0 200 OK", "HTTP/1.0 200 OK\r\nConnection: keep-alive"])
def test_an_answer_of_http_1_0_ends_with_its_connection(head: str, way: str) -> None:
    def old(request: Request) -> bytes:
        return f"{head}\r\nContent-Type: application/json\r\n\r\n".encode() + body_for(request)

    with FaultyServer(answer_then_close(old), answer(good)) as server:
        assert call(way, server.url, "run_inference", before=1).plain == example("run_inference")
        assert server.is_left()
    assert server.attempts == 2


def test_a_silent_handshake_is_a_timeout_before_anything_is_sent() -> None:
    with FaultyServer(greet(b""), scheme="https") as server:
        end = call("aiohttp", server.url, "run_inference", timeout=httpx.Timeout(LIMIT, connect=0.05), max_retries=1)
        assert server.is_left()
    assert isinstance(end.error, APITimeoutError)
    assert isinstance(end.error.__cause__, httpx.ConnectTimeout)
    assert end.error.retries == 1
