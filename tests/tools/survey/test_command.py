"""The command, from a contract to the report."""

import json
from collections.abc import Sequence
from io import StringIO
from typing import cast

import pytest
from rich.console import Console

from tools.survey import __main__ as command
from tools.survey.__main__ import main
from tools.survey.contract import Contract, Operation
from tools.survey.outcome import Outcome, Stage
from tools.survey.report import Report

from .support import CONTRACT

ODDS = ("send_odd_names", "send_whole", "send_values")
OUTCOMES = (
    Outcome("dogs", "list_dogs", "GET /dogs", Stage.WORKS),
    Outcome("dogs", "get_dog", "GET /dogs/{id}", Stage.WIRE, "query 'a' is sent 2 times, not 1"),
    Outcome("dogs", "put_dog", "PUT /dogs/{id}", Stage.WIRE, "query 'b' is sent 3 times, not 1"),
    Outcome(
        "cats", "get_cat", "GET /cats/{id}", Stage.REFUSED, "contract.yaml:7: GET /cats/{id}: [b]cookies[/b]\nand more"
    ),
)


@pytest.fixture
def surveyed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that the command would build and call."""
    names: list[str] = []

    def survey(contract: Contract, operations: Sequence[Operation], seed: int) -> list[list[Outcome]]:
        names.extend(one.name for one in operations)
        return [[Outcome(one.tag, one.name, one.label, Stage.WORKS)] for one in reversed(operations)]

    monkeypatch.setattr(command, "survey", survey)
    return names


def printed(report: Report) -> str:
    console = Console(width=120, file=StringIO())
    report.print(console)
    return cast(StringIO, console.file).getvalue()


def test_the_table_and_the_reasons() -> None:
    text = printed(Report("small.yaml", OUTCOMES, 61.0))
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines() if "│" in line]
    assert ["cats", "1", "0", "0", "0", "0"] in rows
    assert ["dogs", "3", "3", "3", "3", "1"] in rows
    assert ["all", "4", "3", "3", "3", "1"] in rows
    assert ["2", "wire", "query ... is sent N times, not N", "get_dog"] in rows
    assert "[b]cookies[/b]" in text
    assert "1 of 4 (25.0%) in 61 s" in text


def test_json_of_a_report() -> None:
    report = Report("small.yaml", OUTCOMES, 61.04)
    assert report.has_faults
    found = json.loads(report.json())
    assert (found["contract"], found["seconds"], found["stages"]["wire"]) == ("small.yaml", 61.0, 2)
    assert (found["reasons"][0]["count"], found["reasons"][0]["example"]["name"]) == (2, "get_dog")
    assert [one["name"] for one in found["operations"]] == ["list_dogs", "get_dog", "put_dog", "get_cat"]
    assert not Report("small.yaml", (OUTCOMES[0], OUTCOMES[3]), 1.0).has_faults, "what is refused is no fault"


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], {"list_dogs", "create_dog", "list_tricks", "get_kennel_club", *ODDS}),
        (["--only", "kennel clubs"], {"get_kennel_club"}),
        (["--only", "list_*"], {"list_dogs", "list_tricks"}),
        (["--only", "POST *dogs", "--only", "*tricks*"], {"create_dog", "list_tricks"}),
    ],
)
def test_what_is_chosen(surveyed: list[str], arguments: list[str], names: set[str]) -> None:
    assert main([str(CONTRACT), *arguments]) == 0
    assert set(surveyed) == names
    assert len(surveyed) == len(names)


def test_a_sample_is_the_same_for_the_same_seed(surveyed: list[str]) -> None:
    for seed in ("1", "1", "2", "3", "4"):
        assert main([str(CONTRACT), "--sample", "2", "--seed", seed]) == 0
    samples = [tuple(surveyed[index : index + 2]) for index in range(0, 10, 2)]
    assert samples[0] == samples[1]
    assert len(set(samples)) > 1


def test_json_keeps_the_order_of_the_contract(surveyed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CONTRACT), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found["operations"]] == surveyed


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-such-file"], "is neither a file, nor a URL, nor a version"),
        ([str(CONTRACT), "--only", "no such tag"], "no operation matches no such tag"),
    ],
)
def test_what_cannot_run(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.generated
def test_a_whole_survey(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CONTRACT), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    stages = {one["name"]: (one["stage"], one["reason"]) for one in found["operations"]}
    refused = stages.pop("list_tricks")
    assert refused[0] == Stage.REFUSED
    assert "cookie" in refused[1]
    assert stages == dict.fromkeys(("list_dogs", "create_dog", "get_kennel_club", *ODDS), (Stage.WORKS, ""))


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (
            "ResponseValidationError: data[2].type: expected a string, found nothing (status 200, GET /dogs/%C2)",
            "ResponseValidationError: PLACE: expected a string, found nothing",
        ),
        ("contract.yaml:12: #/paths/~1dogs/get: `not` is not supported", "#/... ... is not supported"),
        ("openapi/a.yaml:9:3: POST /cats/{id}: no", "OPERATION: no"),
        ("query 'a[b]' is sent 2 times, not 1: 'x'", "query ... is sent N times, not N: ..."),
        ("one.py:7: no\nand more", "no"),
        ("", ""),
    ],
)
def test_kinds(reason: str, kind: str) -> None:
    assert Outcome("dogs", "get_dog", "GET /dogs", Stage.WIRE, reason).kind == kind
