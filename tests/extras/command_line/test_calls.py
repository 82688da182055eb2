"""A command for each operation: what it takes, sends and prints."""

import inspect
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from datadog_llm_client import Client
from datadog_llm_client._traits import TRAITS
from datadog_llm_client.command_line import output

from .conftest import Command, Outcome

ACCOUNT = ("openai", "account-abc123")
ASK = ("run-inference", *ACCOUNT, "--model-id", "gpt-4o")


def contents(outcome: Outcome) -> list[str]:
    return [message["content"] for message in outcome.lines[0]["messages"]]


def test_every_operation_is_a_command_with_an_option_for_each_keyword(command: Command) -> None:
    listed = command("--help").out
    for name in TRAITS:
        assert f"  {name.replace('_', '-')} " in listed
        shown = command(name.replace("_", "-"), "--help")
        assert shown.code == 0
        assert (getattr(Client, name).__doc__ or "").partition("\n")[0] in shown.out
        keywords = inspect.signature(getattr(Client, name)).parameters
        for keyword in [name for name, one in keywords.items() if one.kind is one.KEYWORD_ONLY]:
            assert f"--{keyword.replace('_', '-')}" in shown.out


def test_results_are_json_lines_in_a_pipe(calling: Command) -> None:
    outcome = calling("list-accounts", "openai")
    assert outcome.code == 0
    assert outcome.lines[0]["id"] == "account-abc123"
    assert len(outcome.lines) > 1


def test_a_table_where_it_is_asked_for(calling: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    header, _, *rows = calling("list-accounts", "openai", "--format", "table").out.strip().splitlines()
    assert header.split()[0] == "id"
    assert "account name" in header
    assert "account-abc123" in rows[0]


def test_what_is_too_wide_for_a_table_is_shown_line_by_line(calling: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = calling("list-accounts", "openai", "--format", "table").out.splitlines()
    assert lines[0].split() == ["id", "account-abc123"]


@pytest.mark.parametrize("way", ["--message", "@file", "-", "--messages", "--json"])
def test_a_text_comes_in_many_ways(way: str, calling: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Wie heißt du? @ –"
    messages = [{"role": "user", "content": text}]
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))
    given = {
        "--message": ("--message", text),
        "@file": ("--message", f"@{tmp_path / 'text.txt'}"),
        "-": ("--message", "-"),
        "--messages": ("--messages", json.dumps(messages)),
        "--json": ("--json", json.dumps({"messages": messages})),
    }
    outcome = calling(*ASK, *given[way])
    assert (outcome.code, outcome.err) == (0, "")
    assert contents(outcome) == [text]
    assert contents(calling(*ASK, "--message", "@@home")) == ["@home"]


def test_options_go_before_the_object(calling: Command, tmp_path: Path) -> None:
    whole = {"model_id": "other", "temperature": 1, "messages": [{"role": "user", "content": "Hello?"}]}
    (tmp_path / "body.json").write_text(json.dumps(whole), encoding="utf-8")
    (line,) = calling(*ASK, "--json", f"@{tmp_path / 'body.json'}", "--temperature", "0.5").lines
    assert (line["model_id"], line["temperature"]) == ("gpt-4o", 0.5)


def test_null_is_sent_where_it_may_be(calling: Command) -> None:
    (line,) = calling(*ASK, "--message", "Hello?", "--temperature", "null", "--openai-metadata", "null").lines
    assert line["temperature"] is None
    assert line["openai_metadata"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (ASK, "--message TEXT, or --messages"),
        (("run-inference", *ACCOUNT, "--message", "x"), "--model-id"),
        ((*ASK, "--message", "x", "--messages", "[]"), "not both"),
        ((*ASK, "--message", "x", "--temperature", "hot"), "'hot' is not a number"),
        ((*ASK, "--message", "x", "--max-tokens", "1.5"), "'1.5' is not a integer"),
        ((*ASK, "--message", "@/no/such"), "/no/such: cannot be read"),
        ((*ASK, "--messages", "[1"), "not JSON"),
        ((*ASK, "--messages", "NaN"), "NaN is not JSON"),
        ((*ASK, "--messages", "[1]"), "messages[0]"),
        ((*ASK, "--json", "[]"), "must be a JSON object"),
        ((*ASK, "--json", '{"modelid": 1}'), "unknown 'modelid'"),
        (("run-inference", "openai"), "ACCOUNT_ID"),
        (("run-inferense",), "run-inferense"),
    ],
)
def test_usage_errors_are_reported_before_anything_is_sent(
    arguments: tuple[str, ...], told: str, calling: Command, command: Command
) -> None:
    outcome = calling(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert told in outcome.err


def test_bytes_and_texts_are_printed_as_they_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output.print_results([b"\x00\xff"], "json")
    output.print_results([None], "json")
    output.print_results(["[bold]text"], "table")
    assert capfdbinary.readouterr().out == b"\x00\xff[bold]text\n"
