"""What answers cost while they are collected, and what is kept of them."""

import gc
import tracemalloc

import httpx
import pytest
from datadog_llm_client._runtime.calls.responses import error_details
from datadog_llm_client._runtime.values.attempt import BodyReader
from datadog_llm_client._runtime.values.deadlines import NO_DEADLINE

from tests.faults.calls import WAYS, Caller, run
from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer
from tests.support.faults.server import FaultyServer

SIZE = 300_000


@pytest.mark.parametrize("size", [1, 2, 7, 100, 64 * 1024, SIZE])
def test_collecting_costs_at_most_three_times_the_size(size: int) -> None:
    # Each part is an object of its own, as those that sockets give are.
    response = httpx.Response(200, content=(bytes(bytearray(size)) for _ in range(SIZE // size)))
    tracemalloc.start()
    reader = BodyReader(response, 10 * SIZE, NO_DEADLINE)
    for chunk in reader.iter_chunks():
        assert reader.feed(chunk)
    del chunk
    content = reader.finish()
    peak = tracemalloc.get_traced_memory()[1]
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(content) == SIZE // size * size
    assert peak < 3 * SIZE + 50_000
    assert held < SIZE + 50_000


@pytest.mark.parametrize("key", ["errors", "error", "message"])
@pytest.mark.parametrize("item", [1, "a", {"detail": "a"}, [], None], ids=repr)
def test_an_error_body_yields_a_hundred_details_at_most(key: str, item: object) -> None:
    assert [len(error_details({key: [item] * count})) for count in (99, 100, 101, 5_000)] == [99, 100, 100, 100]


@pytest.mark.parametrize("operation", ["list_accounts", "run_inference"])
@pytest.mark.parametrize("way", WAYS)
def test_a_call_leaves_nothing_to_the_garbage_collector(way: str, operation: str) -> None:
    """With a thousand calls in flight, each of its runs looks at a hundred thousand objects.

    Something left by an earlier test may be given up at any time, but not each time.
    """
    calls, left = 20, []

    async def course(caller: Caller) -> None:
        await caller.call(operation)
        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                for _ in range(calls):
                    assert (await caller.call(operation)).error is None
                left.append(gc.collect())
        finally:
            gc.enable()

    with FaultyServer(answer(good)) as server:
        run(way, server.url, course)
    assert min(left) < calls
