"""Twenty thousand calls through a server that fails one in ten: each gets its own answer, and none is run twice."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, Client
from datadog_llm_client.models import InferenceResponse, MessageDict

from tests.support.faults.busy import FAULTS, Log, content_for, serve
from tests.support.faults.marks import LEFT_BY_HTTPX

CALLS = 20_000
THREADS = 64
CONNECTIONS = 64
LIMIT = 600.0

#: So many that none of the 429 and 503 is left. The rest is as by default: what may have been run is not sent again.
RETRIES = 10

pytestmark = [pytest.mark.slow, LEFT_BY_HTTPX]


@contextmanager
def load() -> Iterator[tuple[Log, Counter[str]]]:
    """A server, and a count of what the callers saw. Both have to agree in the end."""
    start = time.monotonic()
    seen: Counter[str] = Counter()
    with serve() as log:
        yield log, seen
    assert time.monotonic() - start < LIMIT
    assert seen["answers"] == CALLS
    assert len(log.runs) == CALLS
    assert set(log.runs.values()) == {1}, "an inference was run twice"
    assert seen["lost"] == log.faults["reset"], "every request that was lost is told to its caller, who asked again"
    assert log.requests == CALLS + log.faults["429"] + log.faults["503"] + log.faults["reset"]
    assert all(log.faults[fault] > CALLS / 50 for fault in FAULTS)


def question(number: int) -> MessageDict:
    return {"role": "user", "content": f"question {number}"}


def check(number: int, answer: InferenceResponse) -> None:
    assert answer.model_id == f"model-{number}"
    assert [message.to_dict() for message in answer.messages] == [question(number)]
    assert answer.response.content == content_for(f"model-{number}")


def test_threads() -> None:
    with load() as (log, seen), Client("k", "a", base_url=log.url, max_retries=RETRIES) as client:
        numbers = itertools.count()
        failures: list[BaseException] = []
        lock = threading.Lock()

        def work() -> None:
            mine: Counter[str] = Counter()
            try:
                while (number := next(numbers)) < CALLS:
                    check(number, ask(number, mine))
            except BaseException as error:
                failures.append(error)
            with lock:
                seen.update(mine)

        def ask(number: int, mine: Counter[str]) -> InferenceResponse:
            while True:
                try:
                    answer = client.run_inference(
                        "openai", f"account-{number}", model_id=f"model-{number}", messages=[question(number)]
                    )
                except APIConnectionError:
                    mine["lost"] += 1
                else:
                    mine["answers"] += 1
                    return answer

        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []


@pytest.mark.parametrize(
    ("backend", "options"), [("asyncio", {}), ("trio", {}), ("asyncio", {"http_backend": "aiohttp"})]
)
def test_tasks(backend: str, options: dict[str, Any]) -> None:
    if options:
        pytest.importorskip("aiohttp")

    async def main() -> None:
        async with (
            AsyncClient(
                "k", "a", base_url=log.url, max_retries=RETRIES, max_connections=CONNECTIONS, **options
            ) as client,
            anyio.create_task_group() as tasks,
        ):
            for number in range(CALLS):
                tasks.start_soon(ask, client, number)

    async def ask(client: AsyncClient, number: int) -> None:
        while True:
            try:
                answer = await client.run_inference(
                    "openai", f"account-{number}", model_id=f"model-{number}", messages=[question(number)]
                )
            except APIConnectionError:
                seen["lost"] += 1
            else:
                seen["answers"] += 1
                check(number, answer)
                return

    with load() as (log, seen):
        anyio.run(main, backend=backend)
