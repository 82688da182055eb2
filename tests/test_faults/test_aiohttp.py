"""Over aiohttp's connections every fault ends in one of our errors, too, and no inference is sent again."""

import anyio
import pytest
from datadog_llm_client import DatadogError
from faults.answers import example, good
from faults.catalogue import CATALOGUE
from faults.connection import LIMIT
from faults.fault import Fault
from faults.marks import LEFT_BY_HTTPX
from faults.plays import Play, answer, answer_then_close, answer_then_reset
from faults.server import FaultyServer

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
    with FaultyServer(*fault.plays, scheme=fault.scheme) as server:
        end = call("aiohttp", server.url, operation, **fault.options)
        assert server.is_left()
    assert end.seconds < LIMIT
    if fault.name in OTHER_PARSER:
        assert end.error is None or isinstance(end.error, DatadogError)
    elif fault.error is None:
        assert end.plain == (example(operation) if fault.gives is None else fault.gives)
    else:
        assert type(end.error) is fault.error, repr(end.error)
    if operation == "run_inference":
        assert server.attempts == (3 if fault.is_repeated(operation) else 1) * bool(fault.plays)


@pytest.mark.parametrize("last", [answer_then_close(good), answer_then_reset(good)])
def test_a_connection_that_ended_while_idle_is_no_error(last: Play) -> None:
    with FaultyServer(last, answer(good)) as server:

        async def course(caller: Caller) -> None:
            assert (await caller.call("run_inference")).error is None
            assert server.ended.wait(LIMIT)
            for _ in range(10):  # turns of the event loop, in which it hears of it
                await anyio.sleep(0)
            assert (await caller.call("run_inference", max_retries=0)).error is None

        run("aiohttp", server.url, course)
        assert server.is_left()
    assert len(server.requests) == server.attempts == 2
