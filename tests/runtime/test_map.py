"""What has to hold of a map, in threads and in the tasks of both event loops."""

import asyncio
import contextvars
import itertools
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import AsyncClient, MapResult, NotFoundError, RequestValidationError

from tests.support.clients import ACCOUNT, KEYS, Answer, Mode, Script
from tests.support.maps import REQUEST, Abort, client_of, collect, fine

INTEGRATIONS = ["openai", "anthropic", "amazon_bedrock", "azure_openai"] * 5


@pytest.mark.parametrize("in_order", [False, True])
def test_every_request_gets_its_own_answer(mode: Mode, in_order: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[{**ACCOUNT, "integration": request.url.path.split("/")[-2]}])

    requests = [{"integration": name} for name in INTEGRATIONS]
    results = collect(mode, iter(requests), answer, [], concurrency=7, in_order=in_order)
    indexes = [result.index for result in results]
    assert (indexes if in_order else sorted(indexes)) == list(range(len(INTEGRATIONS)))
    for result in results:
        assert result.request == requests[result.index]
        assert [account.integration for account in result.unwrap()] == [INTEGRATIONS[result.index]]


def test_failures_are_values_that_keep_their_request(mode: Mode) -> None:
    requests: list[Any] = [REQUEST, {"integration": ".."}, {}, {**REQUEST, "no_such": 1}, 5, "text", REQUEST]
    script = Script(Answer(body=[]), Answer(404, {}))
    results = collect(mode, requests, script, [], concurrency=1, in_order=True)
    refused = [RequestValidationError] * 2
    kinds = [type(None), RequestValidationError, TypeError, TypeError, *refused, NotFoundError]
    assert [type(result.error) for result in results] == kinds
    assert [result.request for result in results] == requests
    with pytest.raises(RequestValidationError):
        results[1].unwrap()


def test_input_is_taken_as_it_is_needed(mode: Mode) -> None:
    got: list[MapResult[Any]] = []

    def requests() -> Iterator[dict[str, str]]:
        for taken in range(1, 30):
            assert taken <= len(got) + 1 + 3
            yield REQUEST

    assert len(collect(mode, requests(), fine, got, concurrency=3)) == 29


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize(
    "error", [OSError("broke off"), Abort(), KeyboardInterrupt(), asyncio.CancelledError()], ids=repr
)
def test_an_input_that_raises_ends_it_after_what_it_gave(mode: Mode, error: BaseException, in_order: bool) -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield from [REQUEST] * 10
        raise error

    got: list[MapResult[Any]] = []
    with pytest.raises(type(error)):
        collect(mode, broken(), fine, got, in_order=in_order)
    assert len(got) == 10


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize("at", [5, 9], ids=["amid", "last"])
@pytest.mark.parametrize("error", [Abort(), KeyboardInterrupt(), SystemExit(3)], ids=repr)
def test_exceptions_of_a_call_reach_the_caller(mode: Mode, error: BaseException, at: int, in_order: bool) -> None:
    count = itertools.count()

    def answer(request: httpx.Request) -> httpx.Response:
        if next(count) == at:
            raise error
        return fine(request)

    got: list[MapResult[Any]] = []
    with pytest.raises(type(error)):
        collect(mode, [REQUEST] * 10, answer, got, concurrency=3, in_order=in_order)
    assert len(got) < 10


def test_results_come_while_the_input_blocks() -> None:
    source: queue.SimpleQueue[dict[str, str] | None] = queue.SimpleQueue()
    source.put(REQUEST)
    with client_of(fine) as client, client.map(client.list_accounts, iter(source.get, None)) as results:
        assert next(results).index == 0
        source.put(REQUEST)
        assert next(results).index == 1
        source.put(None)  # lets its thread end


@pytest.mark.anyio
async def test_results_come_while_the_input_blocks_async() -> None:
    async def blocks() -> AsyncIterator[dict[str, str]]:
        yield REQUEST
        await anyio.sleep_forever()

    async with httpx.AsyncClient(transport=httpx.MockTransport(fine)) as http:
        client = AsyncClient(**KEYS, http_client=http)
        with anyio.fail_after(10):
            async with client.map(client.list_accounts, blocks()) as results:
                assert (await anext(results)).index == 0


@pytest.mark.parametrize("nested", [False, True])
def test_requests_are_read_when_they_are_taken(mode: Mode, nested: bool) -> None:
    names = ["openai", "anthropic", "azure_openai", "amazon_bedrock"]
    headers = {"x-name": "one"}
    request: dict[str, Any] = {"integration": "openai", "extra_headers": headers}

    def same_one() -> Iterator[dict[str, Any]]:
        for name in names:
            (headers if nested else request)["x-name" if nested else "integration"] = name
            yield dict(request) if nested else request

    def answer(sent: httpx.Request) -> httpx.Response:
        name = sent.headers["x-name"] if nested else sent.url.path.split("/")[-2]
        return httpx.Response(200, json=[{**ACCOUNT, "id": name}])

    results = collect(mode, same_one(), answer, [], concurrency=4, in_order=True)
    assert [result.unwrap()[0].id for result in results] == names


def test_context_variables_reach_calls_and_input(mode: Mode) -> None:
    span: contextvars.ContextVar[str] = contextvars.ContextVar("span", default="none")
    seen: list[str] = []

    def requests() -> Iterator[dict[str, str]]:
        for _ in range(5):
            seen.append(span.get())
            yield REQUEST

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(span.get())
        return fine(request)

    context = contextvars.copy_context()
    context.run(span.set, "mine")
    context.run(collect, mode, requests(), answer, [])
    assert seen == ["mine"] * 10


def test_concurrency_is_bounded() -> None:
    free, together = threading.Semaphore(4), threading.Barrier(4, timeout=10)

    def answer(request: httpx.Request) -> httpx.Response:
        assert free.acquire(blocking=False), "more than four at once"
        together.wait()  # four at once, or a timeout
        free.release()
        return fine(request)

    with client_of(answer) as client:
        results = list(client.map(client.list_accounts, [REQUEST] * 20, concurrency=4))
    assert [result.error for result in results] == [None] * 20
