import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen
from datadog_llm_client.command_line import main

from sandbox import API_KEY, APP_KEY, Sandbox


@frozen
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Outcome]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command, into pipes."""

    def run(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert isinstance(left.value.code, int)
        return Outcome(left.value.code, out, err)

    return run


@pytest.fixture
def calling(command: Command, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command that calls the sandbox, with its keys."""
    monkeypatch.setenv("DD_API_KEY", API_KEY)
    monkeypatch.setenv("DD_APP_KEY", APP_KEY)

    def run(name: str, *arguments: object) -> Outcome:
        return command(name, *arguments, "--base-url", sandbox.url)

    return run
