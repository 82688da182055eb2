"""Exit codes by class of error, and what is told of errors."""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import datadog_llm_client
import httpx
import pytest
from datadog_llm_client import Client, errors
from datadog_llm_client.command_line import calls, output

from sandbox.credentials import FAILING_API_KEY, RATE_LIMITED_API_KEY
from tests.support.clients import INFERENCE

from .conftest import Command

ASK = ("run-inference", "openai", "account-abc123", "--model-id", "gpt-4o", "--message", "Hello?")
RETRIES = ("--max-retries", "0")


def test_every_error_has_a_code() -> None:
    def classes(kind: type[BaseException]) -> set[str]:
        return {kind.__name__}.union(*(classes(child) for child in kind.__subclasses__()))

    exported = {name for name in classes(errors.DatadogError) if name in errors.__all__}
    assert set(output.EXIT_CODES) | {"ValidationError"} == exported
    codes = [code for code in output.EXIT_CODES.values() if code != 2]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("key", "code", "told"),
    [
        ("unknown", 8, "PermissionDeniedError: 403"),
        (RATE_LIMITED_API_KEY, 10, "RateLimitError: 429"),
        (FAILING_API_KEY, 11, "ServerError: 500"),
    ],
)
def test_an_answer_decides_the_code(
    key: str, code: int, told: str, calling: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DD_API_KEY", key)
    outcome = calling(*ASK, *RETRIES)
    assert (outcome.code, outcome.out) == (code, "")
    assert told in outcome.err


@pytest.mark.parametrize(
    ("content", "code"),
    [({**INFERENCE, "error_response": {"message": "too long", "type": "invalid"}}, 12), ({"paid": "for"}, 13)],
)
def test_results_of_failed_calls_are_printed(
    content: dict[str, object], code: int, calling: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=content)))
    monkeypatch.setattr(calls, "Client", partial(Client, http_client=http))
    outcome = calling(*ASK)
    assert outcome.code == code
    assert outcome.lines == [content]
    assert outcome.err.startswith("Error: ")


def test_without_keys_and_without_anyone_to_ask(command: Command) -> None:
    outcome = command(*ASK)
    assert outcome.code == 2
    assert "DD_API_KEY and DD_APP_KEY, or DD_BEARER_TOKEN" in outcome.err


def test_no_option_takes_a_secret(command: Command) -> None:
    for name in ("list-accounts", "run-inference", "batch"):
        assert not re.findall(r"--\S*(?:key|token\b|secret)\S* [A-Z]{3,}", command(name, "--help").out)


def test_help_loads_only_what_it_needs() -> None:
    name = datadog_llm_client.__name__
    root = Path(datadog_llm_client.__file__).parents[1 + name.count(".")]
    code = f"""
import sys
sys.path.insert(0, {str(root)!r})
from {name} import Client
Client.list_accounts  # loads httpx, which loads rich where it is
before = set(sys.modules)
from {name}.command_line.app import run
assert run(["--help"]) == 0
print([module for module in ("rich", "{name}.batch", "{name}.models", "anyio") if module in set(sys.modules) - before])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_the_extra_is_named_where_it_is_missing() -> None:
    package = Path(datadog_llm_client.__file__).parent
    root = package.parents[datadog_llm_client.__name__.count(".")]
    name = datadog_llm_client.__name__
    without = "import sys; sys.modules['click'] = sys.modules['rich'] = None"  # wherever they are installed
    code = f"{without}; sys.path.append({str(root)!r}); from {name}.command_line import main; main([])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.returncode == 2
    assert found.stderr == ("Error: the command line requires click and rich: pip install 'datadog-llm-client[cli]'\n")
