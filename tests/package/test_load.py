"""Twenty thousand calls through a server that fails one in ten: each gets its own answer, and none is run twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import anyio
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, Client
from datadog_llm_client.models import InferenceResponse

from tests.support.faults.busy import FAULTS, Log, content_for, serve
from tests.support.faults.marks import LEFT_BY_HTTPX

CALLS = 20_000
AT_ONCE = 64
LIMIT = 600.0
KEYS: dict[str, Any] = {"api_key": "k", "app_key": "a"}

#: So many that none of the 429 and 503 is left. The rest is as by default: what may have been run is not sent again.
RETRIES = 10

pytestmark = [pytest.mark.slow, LEFT_BY_HTTPX]


@contextmanager
def load(calls: int) -> Iterator[tuple[Log, list[int]]]:
    """A server, and the calls whose connection was lost, which are made again. Both have to agree in the end."""
    start = time.monotonic()
    lost: list[int] = []
    with serve() as log:
        yield log, lost
    assert time.monotonic() - start < LIMIT
    assert len(log.runs) == calls
    assert set(log.runs.values()) == {1}, "an inference was run twice"
    assert len(lost) == log.faults["reset"], "every request that was lost is reported to its caller"
    assert log.requests == calls + log.faults["429"] + log.faults["503"] + log.faults["reset"]
    assert all(log.faults[fault] > calls / 50 for fault in FAULTS)


def request(number: int) -> dict[str, Any]:
    messages = [{"role": "user", "content": f"question {number}"}]
    account = {"integration": "openai", "account_id": f"account-{number}"}
    return {**account, "model_id": f"model-{number}", "messages": messages}


def check(number: int, answer: InferenceResponse) -> None:
    asked = request(number)
    assert (answer.model_id, answer.response.content) == (asked["model_id"], content_for(asked["model_id"]))
    assert [message.to_dict() for message in answer.messages] == asked["messages"]


def test_threads() -> None:
    with load(CALLS) as (log, lost), Client(**KEYS, base_url=log.url, max_retries=RETRIES) as client:

        def ask(number: int) -> None:
            try:
                check(number, client.run_inference(**request(number)))
            except APIConnectionError:
                lost.append(number)
                ask(number)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(ask, range(CALLS)))


@pytest.mark.parametrize(
    ("calls", "backend", "options"),
    [(CALLS, "asyncio", {}), (5_000, "trio", {}), (5_000, "asyncio", {"http_backend": "aiohttp"})],
)
def test_tasks(calls: int, backend: str, options: dict[str, Any]) -> None:
    async def main() -> None:
        settings = {**KEYS, "base_url": log.url, "max_retries": RETRIES, "max_connections": AT_ONCE, **options}
        async with AsyncClient(**settings) as client, anyio.create_task_group() as tasks:
            for number in range(calls):
                tasks.start_soon(ask, client, number)

    async def ask(client: AsyncClient, number: int) -> None:
        try:
            check(number, await client.run_inference(**request(number)))
        except APIConnectionError:
            lost.append(number)
            await ask(client, number)

    with load(calls) as (log, lost):
        anyio.run(main, backend=backend)
