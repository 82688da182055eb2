"""The command as people run it: what it prints to be tried works, and it tells of each request."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import datadog_llm_client
import httpx
import pytest

import sandbox
from sandbox import API_KEY, FAILING_API_KEY, RATE_LIMITED_API_KEY, serve
from sandbox.greeting import failing, snippet

from .helpers import Api

pytestmark = pytest.mark.slow

ROOT = Path(sandbox.__file__).parents[1]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and its address."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        try:
            yield process, next(word.rstrip(",") for word in greeting.split() if word.startswith("http"))
        finally:
            process.kill()


def stopped(process: subprocess.Popen[str], stop: signal.Signals = signal.SIGINT) -> str:
    process.send_signal(stop)
    assert process.stdout is not None
    assert process.stderr is not None
    output, errors = process.stdout.read(), process.stderr.read()
    assert (process.wait(timeout=30), errors) == (0, "")
    return output


def send(url: str, document: dict[str, Any], operation_id: str) -> httpx.Response:
    with httpx.Client(base_url=url, trust_env=False) as client:
        return Api(client, document).send(operation_id)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_until_it_is_stopped(document: dict[str, Any], stop: signal.Signals) -> None:
    with running() as (process, url):
        assert send(url, document, "run_inference").status_code == 200
        output = stopped(process, stop)
    for path, item in document["paths"].items():
        for method in item:
            assert f"curl -sS -X {method.upper()} {url}{path.split('{')[0]}" in output
    assert f'base_url="{url}"' in output
    assert re.search(r"^\d\d:\d\d:\d\d POST /api/\S+/inference 200 \d+ ms$", output, re.MULTILINE)


def test_quiet_and_conditions(document: dict[str, Any]) -> None:
    with running("--quiet", "--fail", "1", "--latency", "0.05") as (process, url):
        response = send(url, document, "run_inference")
        assert response.status_code == 500
        assert response.elapsed.total_seconds() >= 0.05
        output = stopped(process)
    assert " ms" not in output


@pytest.mark.parametrize("arguments", [["--fail", "2"], ["--latency", "-1"], ["--rate-limit", "0"]])
def test_what_cannot_be_is_refused(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "sandbox", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert arguments[0].strip("-").replace("-", "_") in done.stderr


@pytest.mark.installed
def test_the_program_that_it_prints_runs() -> None:
    with serve() as server:
        code = snippet(server)
        environment = os.environ | {"PYTHONPATH": str(Path(datadog_llm_client.__file__).parents[1])}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == len(server.contract.operations)


def test_the_keys_that_it_tells_make_calls_fail(document: dict[str, Any]) -> None:
    told = dict(re.findall(r"^  (\S+): (\d+)", failing(), re.MULTILINE))
    assert told == {RATE_LIMITED_API_KEY: "429", FAILING_API_KEY: "500"}
    with serve() as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        api = Api(client, document)
        for key, status in told.items():
            assert api.send("run_inference", headers=api.keys(apiKeyAuth=key)).status_code == int(status)
        assert api.send("run_inference", headers=api.keys(apiKeyAuth=f"not-{API_KEY}")).status_code == 403
        assert api.send("run_inference", headers={}).status_code == 401


def test_a_log_has_no_credentials(document: dict[str, Any]) -> None:
    lines: list[str] = []
    with serve(log=lines.append) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        Api(client, document).send("list_accounts")
        client.get("/nothing?key=secret")
    assert [line.split()[1:4] for line in lines] == [
        ["GET", "/api/v2/llm-obs/v1/integrations/openai/accounts", "200"],
        ["GET", "/nothing", "404"],
    ]
