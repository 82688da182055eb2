"""The command: what it prints works, and it logs each request."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import datadog_llm_client
import pytest

import sandbox
from sandbox import FAILING_API_KEY, RATE_LIMITED_API_KEY, serve
from sandbox.greeting import failing, snippet

from .helpers import calling

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


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_until_it_is_stopped(stop: signal.Signals) -> None:
    with running() as (process, url), calling(url) as api:
        assert api.send("run_inference").status_code == 200
        output = stopped(process, stop)
    for operation in api.operations.values():
        assert f"curl -sS -X {operation.method.upper()} {url}{operation.path.split('{')[0]}" in output
    assert f'base_url="{url}"' in output
    assert re.search(r"^\d\d:\d\d:\d\d POST /api/\S+/inference 200 \d+ ms$", output, re.MULTILINE)


def test_quiet_and_conditions() -> None:
    with running("--quiet", "--fail", "1", "--latency", "0.05") as (process, url), calling(url) as api:
        response = api.send("run_inference")
        assert response.status_code == 500
        assert response.elapsed.total_seconds() >= 0.05
        assert " ms" not in stopped(process)
    done = subprocess.run([sys.executable, "-m", "sandbox", "--fail", "2"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "fail=2.0: must be between 0 and 1" in done.stderr) == (2, True)


@pytest.mark.installed
def test_the_program_that_it_prints_runs() -> None:
    with serve() as server:
        code = snippet(server)
        environment = os.environ | {"PYTHONPATH": str(Path(datadog_llm_client.__file__).parents[1])}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == len(server.contract.operations)


def test_the_keys_that_it_tells_make_calls_fail() -> None:
    told = dict(re.findall(r"^  (\S+): (\d+)", failing(), re.MULTILINE))
    assert told == {RATE_LIMITED_API_KEY: "429", FAILING_API_KEY: "500"}
    with serve() as server, calling(server.url) as api:
        for key, status in told.items():
            assert api.send("run_inference", headers=api.keys(apiKeyAuth=key)).status_code == int(status)


def test_a_log_has_no_credentials() -> None:
    lines: list[str] = []
    with serve(log=lines.append) as server, calling(server.url) as api:
        api.send("list_accounts")
        api.http.get("/nothing?key=secret")
    assert [line.split()[1:4] for line in lines] == [
        ["GET", "/api/v2/llm-obs/v1/integrations/openai/accounts", "200"],
        ["GET", "/nothing", "404"],
    ]
