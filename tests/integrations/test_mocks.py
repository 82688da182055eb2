"""The packages with which users keep their tests off the network see every call."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.faults.answers import good
from tests.support.faults.behaviours import answer
from tests.support.faults.server import FaultyServer

from .programs import API_KEY, APP_KEY, KINDS, run

pytestmark = pytest.mark.slow

RESPX = """
import respx

account = {"id": "mocked", "account_id": "a", "account_name": "n", "integration": "openai"}
with respx.mock(base_url=url, using=USING) as mock:
    route = mock.get(path__regex="accounts")
    route.side_effect = [httpx.ConnectError("refused"), httpx.Response(200, json=[account])]
    print(json.dumps([[found.id for found in call()], route.call_count]))
"""

VCR = """
import vcr

path, url = url.split(" ")
settings["base_url"] = url
with vcr.use_cassette(path, filter_headers=["DD-API-KEY", "DD-APPLICATION-KEY"]):
    print(json.dumps([found.id for found in call()]))
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx(kind: str, using: str) -> None:
    if (kind, using) == ("aiohttp", "httpcore"):
        using = "httpx"  # there is no httpcore below
    with FaultyServer(answer(good)) as server:
        found = run(RESPX.replace("USING", repr(using)), server.url, kind)
        assert found == [["mocked"], 2]
        assert server.attempts == 0


@pytest.mark.parametrize("kind", KINDS)
def test_vcrpy(kind: str, tmp_path: Path) -> None:
    cassette = tmp_path / "cassette.yaml"
    with FaultyServer(answer(good)) as server:
        recorded = run(VCR, f"{cassette} {server.url}", kind)
        assert server.attempts == 1
        assert run(VCR, f"{cassette} {server.url}", kind) == recorded
        assert server.attempts == 1
    assert API_KEY not in cassette.read_text(encoding="utf-8")
    assert APP_KEY not in cassette.read_text(encoding="utf-8")


HTTPX_MOCK = """
import asyncio
import httpx
import pytest
from datadog_llm_client import APITimeoutError, AsyncClient, Client

KEYS = {"api_key": "a", "app_key": "b"}

def test_sync(httpx_mock):
    httpx_mock.add_response(status_code=429, headers={"retry-after": "0.01"})
    httpx_mock.add_response(json=[], match_headers={"dd-api-key": "a"})
    with Client(**KEYS) as client:
        assert client.with_raw_response.list_accounts("openai").retries == 1

@pytest.mark.parametrize("backend", ["httpx", "aiohttp"])
def test_async(httpx_mock, backend):
    httpx_mock.add_exception(httpx.ReadTimeout("late"))
    async def ask():
        async with AsyncClient(max_retries=0, http_backend=backend, **KEYS) as client:
            await client.list_accounts("openai")
    with pytest.raises(APITimeoutError):
        asyncio.run(ask())
    assert "dd-api-key" not in httpx_mock.get_request().headers
"""


def test_pytest_httpx(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text(HTTPX_MOCK, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
