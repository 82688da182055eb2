"""What a map makes of refusals, rates and deadlines, and which methods it takes."""

import itertools
import threading
import time
from collections.abc import AsyncIterator
from typing import Any
from unittest import mock

import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError, MapResult, RateLimitError

from tests.support.clients import KEYS, Answer, Mode, Script
from tests.support.maps import REQUEST, client_of, collect, fine
from tests.support.simulation import Bucket, Outage
from tests.support.web import Received, Reply, answering


def test_refusals_use_up_no_retries(mode: Mode) -> None:
    script = Script(*[Answer(429, {"errors": ["slow down"]})] * 4, Answer(200, []))
    [result] = collect(mode, [{**REQUEST, "max_retries": 0}], script, [])
    assert result.unwrap() == []
    assert len(script.sent) == 5


def test_persistent_refusals_end_the_map(mode: Mode) -> None:
    count = itertools.count()

    def answer(request: httpx.Request) -> httpx.Response:
        return fine(request) if next(count) < 10 else httpx.Response(429, json={"errors": ["quota"]})

    got: list[MapResult[Any]] = []
    begun = time.monotonic()
    with pytest.raises(RateLimitError, match="quota"):
        collect(mode, itertools.repeat(REQUEST), answer, got, concurrency=2, give_up_after=0.5)
    assert time.monotonic() - begun < 5
    assert len(got) == 10


def test_a_wait_beyond_the_longest_ends_the_map_at_once(mode: Mode) -> None:
    script = Script(Answer(200, []), Answer(429, {}, {"Retry-After": "3600"}))
    got: list[MapResult[Any]] = []
    begun = time.monotonic()
    with pytest.raises(RateLimitError) as caught:
        collect(mode, itertools.repeat(REQUEST), script, got, concurrency=1)
    assert caught.value.retry_after == 3600
    assert time.monotonic() - begun < 5
    assert len(got) == 1


def test_a_deadline_ends_calls_that_wait_for_their_turn(mode: Mode) -> None:
    script = Script(Answer(429, {}))
    begun = time.monotonic()
    results = collect(mode, [{**REQUEST, "deadline": 0.3}] * 8, script, [], concurrency=4)
    assert len(results) == 8
    assert all(result.error is not None for result in results)
    assert time.monotonic() - begun < 5


def test_a_rate_is_kept_to(mode: Mode) -> None:
    sent: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(time.monotonic())
        return fine(request)

    collect(mode, [REQUEST] * 11, answer, [], rate=20.0)
    assert max(sent) - min(sent) > 0.45


def test_a_limit_is_found_and_kept_on_sockets_too() -> None:
    limit, lock, begun = Outage(0, 0.5, Bucket(50)), threading.Lock(), time.monotonic()

    def answer(received: Received) -> Reply:
        with lock:
            return Reply(200 if limit.allows(time.monotonic() - begun) else 429, b"[]")

    with answering(answer) as url, Client(**KEYS, base_url=url, max_retries=0) as client:
        results = list(client.map(client.list_accounts, [REQUEST] * 100))
    assert [result.error for result in results] == [None] * 100
    # Ideal is 2.5 seconds; a machine under load is allowed for, a pace that does not recover is not.
    assert time.monotonic() - begun < 15


def test_methods_of_other_clients_are_refused() -> None:
    one, other, asynchronous = Client(**KEYS), Client(**KEYS), AsyncClient(**KEYS)
    with pytest.raises(ConfigurationError, match="other connections"):
        one.map(other.list_accounts, [])
    with pytest.raises(ConfigurationError, match="Client"):
        one.map(asynchronous.list_accounts, [])
    with pytest.raises(ConfigurationError, match="Client"):
        asynchronous.map(one.list_accounts, [])  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="method of a client"):
        one.map(lambda: None, [])


def test_copies_of_the_client_are_taken() -> None:
    with client_of(fine) as client:
        for same in (client.with_options(timeout=3), client.with_raw_response):
            assert len(list(client.map(same.list_accounts, [REQUEST] * 3))) == 3


@pytest.mark.parametrize("autospec", [None, True])
@pytest.mark.parametrize("on_class", [False, True])
def test_mocks_are_taken(autospec: Any, on_class: bool) -> None:
    client = Client(**KEYS)
    mocked = Client if on_class else client
    with mock.patch.object(mocked, "list_accounts", return_value=["mine"], autospec=autospec) as method:
        results = list(client.map(client.list_accounts, [REQUEST] * 3))
    assert [result.unwrap() for result in results] == [["mine"]] * 3
    assert method.call_count == 3


@pytest.mark.anyio
@pytest.mark.parametrize("autospec", [None, True])
async def test_mocks_are_taken_async(autospec: Any) -> None:
    client = AsyncClient(**KEYS)
    with mock.patch.object(client, "list_accounts", return_value=["mine"], autospec=autospec):
        assert [result.unwrap() async for result in client.map(client.list_accounts, [REQUEST])] == [["mine"]]


def test_only_iterables_are_accepted() -> None:
    async def requests() -> AsyncIterator[dict[str, str]]:
        yield REQUEST

    client, asynchronous = Client(**KEYS), AsyncClient(**KEYS)
    for given in (5, None, requests()):
        with pytest.raises(ConfigurationError, match="an iterable of requests"):
            client.map(client.list_accounts, given)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="an iterable of requests"):
        asynchronous.map(asynchronous.list_accounts, 5)  # type: ignore[arg-type]


def test_a_rate_can_be_changed_as_it_runs() -> None:
    client, asynchronous = Client(**KEYS), AsyncClient(**KEYS)
    for one in (client, asynchronous):
        results: Any = one.map(one.list_accounts, [], rate=5.0)  # type: ignore[arg-type]
        assert results.rate == 5.0
        results.rate = None
        assert results.rate is None
        with pytest.raises(ConfigurationError, match="rate must be"):
            results.rate = -1.0
        assert results.rate is None
