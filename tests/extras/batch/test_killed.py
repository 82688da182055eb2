"""A batch whose process is killed, or asked to end, at any moment."""

import json
import random
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.clients import KEYS

from .conftest import DEFAULTS, Desk, numbers, question
from .responder import responder, wait_until

pytestmark = pytest.mark.slow

CONCURRENCY = 8
CODE = """
import sys
from datadog_llm_client import Client, batch
url, source, output, keys, defaults = sys.argv[1:]
import json
def tell(report):
    print(report.answered, flush=True)
with Client(**json.loads(keys), base_url=url) as client:
    defaults = json.loads(defaults)
    report = batch.run(client, source, output, defaults=defaults, concurrency={concurrency}, on_progress=tell)
print(report.stopped, report.missing, flush=True)
"""


def begin(url: str, source: Path, output: Path, account_id: str = "account-1", **keys: str) -> subprocess.Popen[str]:
    more = [json.dumps(keys or dict(KEYS)), json.dumps({**DEFAULTS, "account_id": account_id})]
    command = [sys.executable, "-c", CODE.format(concurrency=CONCURRENCY), url, str(source), str(output), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_killed_at_any_moment_it_does_what_is_missing(desk: Desk, ending: str) -> None:
    count, kills, source = 300, 4, random.Random(11)
    path = desk.write(*[question(f"q{number}") for number in range(count)])
    output = desk.path(f"out.jsonl{ending}")
    with responder(0.005) as (url, asked):
        for kill in range(kills):
            with begin(url, path, output) as process:
                assert process.stdout is not None
                for _ in range(source.randrange(1, count // (kills + 2))):
                    process.stdout.readline()
                process.kill()
            if not ending and kill % 2:  # and torn in the middle of a line
                content = output.read_bytes()
                output.write_bytes(content + b'{"line": 299, "resu')
        with begin(url, path, output) as process:
            told, problems = process.communicate(timeout=60)
        assert problems == ""
        assert told.splitlines()[-1] == "None 0"
    assert numbers(output) == list(range(1, count + 1))
    assert set(asked) == {f"q{number}" for number in range(count)}
    assert sum(asked.values()) - count <= kills * CONCURRENCY


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_calls_under_way_end(desk: Desk, number: signal.Signals) -> None:
    path = desk.write(*[question(f"q{number}") for number in range(500)])
    output = desk.path("out.jsonl")
    with responder(0.02) as (url, asked), begin(url, path, output) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        told, problems = process.communicate(timeout=30)
        assert problems == ""
        assert process.returncode == 0
    assert told.splitlines()[-1].startswith(number.name)
    # What was paid for is there, and nothing else was asked.
    assert len(numbers(output)) == sum(asked.values()) < 500


def test_a_second_signal_leaves(desk: Desk) -> None:
    path = desk.write(*[question(f"q{number}") for number in range(500)])
    with responder(30.0) as (url, asked), begin(url, path, desk.path("out.jsonl")) as process:
        assert wait_until(lambda: len(asked) == CONCURRENCY)
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.send_signal(signal.SIGINT)
        _, problems = process.communicate(timeout=10)
        assert len(asked) == CONCURRENCY
    assert "KeyboardInterrupt" in problems


def test_two_thousand_lines_through_the_sandbox(desk: Desk, sandbox: Sandbox) -> None:
    count, source = 2000, random.Random(5)
    path, output = desk.write(*[question(f"q{number}") for number in range(count)]), desk.path("out.jsonl")
    run = partial(begin, sandbox.url, path, output, "account-abc123", api_key=API_KEY, app_key=APP_KEY)
    for _ in range(5):
        with run() as process:
            assert process.stdout is not None
            for _ in range(source.randrange(1, 300)):
                process.stdout.readline()
            process.kill()
    with run() as process:
        told, problems = process.communicate(timeout=300)
    assert (problems, told.splitlines()[-1]) == ("", "None 0")
    assert numbers(output) == list(range(1, count + 1))
    for record in desk.read():
        assert record["result"]["response"]["content"].endswith(f"q{record['line'] - 1}")
