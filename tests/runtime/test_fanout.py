from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError, MapResult, NotFoundError, RequestValidationError

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS, Answer, Script

INTEGRATIONS = ["openai", "anthropic", "amazon_bedrock", "azure_openai"] * 5


def accounts(*names: object) -> Iterator[dict[str, Any]]:
    return ({"integration": name} for name in names)


async def gather(client: AsyncClient, requests: Any, **options: Any) -> list[MapResult[Any]]:
    return [result async for result in client.map(client.list_accounts, requests, **options)]


@pytest.mark.parametrize("in_order", [False, True])
def test_every_request_gets_its_own_answer(client: Client, in_order: bool) -> None:
    results = list(client.map(client.list_accounts, accounts(*INTEGRATIONS), concurrency=7, in_order=in_order))
    check(results, in_order)


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.anyio
async def test_every_request_gets_its_own_answer_async(sandbox: Sandbox, in_order: bool) -> None:
    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        check(await gather(client, accounts(*INTEGRATIONS), concurrency=7, in_order=in_order), in_order)


def check(results: list[MapResult[Any]], in_order: bool) -> None:
    assert sorted(result.index for result in results) == list(range(len(INTEGRATIONS)))
    for result in results:
        assert result.request == {"integration": INTEGRATIONS[result.index]}
        assert {account.integration for account in result.unwrap()} == {INTEGRATIONS[result.index]}
    assert not in_order or [result.index for result in results] == list(range(len(INTEGRATIONS)))


def test_failures_are_values_that_keep_their_request(client: Client) -> None:
    requests: list[dict[str, Any]] = [
        {"integration": "openai"},
        {"integration": ".."},
        {},
        {"integration": "anthropic", "no_such": 1},
    ]
    fine, refused, lacking, surplus = client.map(client.list_accounts, requests, in_order=True)
    assert fine.error is None
    assert isinstance(refused.error, RequestValidationError)
    assert refused.request == {"integration": ".."}
    assert isinstance(lacking.error, TypeError)
    assert isinstance(surplus.error, TypeError)
    with pytest.raises(RequestValidationError):
        refused.unwrap()


@pytest.mark.anyio
async def test_failures_are_values_async() -> None:
    script = Script(Answer(404, {}), Answer(200, []))
    async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
        client = AsyncClient(**KEYS, http_client=http)
        one, other = await gather(client, accounts("openai", "openai"), concurrency=1)
    assert isinstance(one.error, NotFoundError)
    assert other.unwrap() == []


def test_input_is_taken_as_it_is_needed(client: Client) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"integration": "openai"}

    results = client.map(client.list_accounts, endless(), concurrency=3)
    for given in range(20):
        next(results)
        assert taken <= given + 1 + 3
    results.close()


@pytest.mark.anyio
async def test_input_is_taken_as_it_is_needed_async(sandbox: Sandbox) -> None:
    taken = 0

    async def endless() -> AsyncGenerator[dict[str, str], None]:
        nonlocal taken
        while True:
            taken += 1
            yield {"integration": "openai"}

    async with AsyncClient(API_KEY, APP_KEY, base_url=sandbox.url) as client, aclosing(endless()) as source:
        results = client.map(client.list_accounts, source, concurrency=3)
        for given in range(20):
            await anext(results)
            assert taken <= given + 1 + 3
        await results.aclose()


def test_so_many_at_a_time() -> None:
    lock, under_way, most, together = threading.Lock(), 0, 0, threading.Barrier(4, timeout=10)

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait()  # four at a time, or a timeout
        with lock:
            under_way -= 1
        return httpx.Response(200, json=[])

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = Client(**KEYS, http_client=http)
        assert len(list(client.map(client.list_accounts, accounts(*["openai"] * 20), concurrency=4))) == 20
    assert most == 4


def test_a_map_of_something_else() -> None:
    with Client(**KEYS) as client:
        with pytest.raises(ConfigurationError, match="a method of a client"):
            client.map(len, [{}])
        with pytest.raises(ConfigurationError, match="concurrency has to be"):
            client.map(client.list_accounts, [{}], concurrency=0)


def test_raw_responses_and_options_go_through(client: Client) -> None:
    raw = client.with_options(max_retries=0).with_raw_response
    [result] = client.map(raw.list_accounts, accounts("openai"))
    assert result.unwrap().status_code == 200
