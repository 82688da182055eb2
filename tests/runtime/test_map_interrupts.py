"""Ctrl-C during a map, and the end of a process whose map was left."""

import itertools
import signal
import subprocess
import sys
import threading
import time

import anyio
import httpx
import pytest
from datadog_llm_client import AsyncClient

from tests.support.clients import KEYS, Mode
from tests.support.maps import REQUEST, Hanging, client_of, fine, threads, wait_until


def test_an_interrupt_ends_it_at_once(mode: Mode) -> None:
    """A real Ctrl-C, while all calls hang."""
    transport, asked, release, before = Hanging(), itertools.count(), threading.Event(), threads()

    def answer(request: httpx.Request) -> httpx.Response:
        if next(asked):
            release.wait(20)
        return fine(request)

    def interrupt() -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def run() -> None:
        with client_of(answer) as client:
            for _ in client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=4):
                timer.start()

    async def run_async() -> None:
        async with httpx.AsyncClient(transport=transport) as http:
            client = AsyncClient(**KEYS, http_client=http)
            async for _ in client.map(client.list_accounts, itertools.repeat(REQUEST), concurrency=4):
                timer.start()

    timer, begun = threading.Timer(0.2, interrupt), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run() if mode.name == "sync" else anyio.run(run_async, backend=mode.name)
    assert time.monotonic() - begun < 10
    assert transport.under_way == 0
    so_far = next(asked)
    release.set()
    assert wait_until(lambda: threads() <= before)
    assert next(asked) == so_far + 1


def test_a_thread_that_waits_does_not_hold_up_the_exit() -> None:
    code = f"""
import httpx, itertools, threading
from datadog_llm_client import Client
sent = itertools.count()
def answer(request):
    if next(sent): threading.Event().wait()
    return httpx.Response(200, json=[])
client = Client(**{dict(KEYS)!r}, http_client=httpx.Client(transport=httpx.MockTransport(answer)))
for result in client.map(client.list_accounts, [{REQUEST!r}] * 9, concurrency=4):
    break
print("left")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert run.stdout == "left\n"
    assert run.stderr == ""
