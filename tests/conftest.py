import os
import random
import signal
import socket
from collections.abc import Iterator

import anyio
import pytest
from datadog_llm_client import Client
from datadog_llm_client._runtime import client as driver
from datadog_llm_client._runtime.calls import call as exchange
from datadog_llm_client._runtime.values import deadlines

from sandbox import API_KEY, APP_KEY, Sandbox, serve
from tests.support.clients import Clock, Mode

SERVER = ("DD_SITE", "DD_LLM_BASE_URL", "DATADOG_HOST", "DD_HOST")
VARIABLES = ("DD_API_KEY", "DATADOG_API_KEY", "DD_APP_KEY", "DATADOG_APP_KEY", "DD_BEARER_TOKEN", *SERVER)
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script; processes inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client reads from the environment is for the test to set."""
    if os.environ.get("LIVE", "") not in ("", "0"):  # recording from Datadog itself, through whatever proxy there is
        return
    for name in (*VARIABLES, *CERTIFICATES, *PROXIES, *(name.lower() for name in PROXIES)):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    with Client(API_KEY, APP_KEY, base_url=sandbox.url) as client:
        yield client


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Accepts connections whose other end the test holds, and never answers by itself."""
    with socket.create_server(("127.0.0.1", 0)) as running:
        yield running


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def mode(request: pytest.FixtureRequest) -> Mode:
    return Mode(request.param)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the client, which no longer waits but notes how long it would have, without jitter."""
    clock = Clock()
    for module in (exchange, driver, deadlines):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(anyio, "sleep", clock.sleep_async)
    monkeypatch.setattr(random, "random", lambda: 0.0)
    return clock
