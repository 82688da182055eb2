"""Reasons of one kind are counted together."""

import pytest

from tools.survey.outcome import Outcome, Stage


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
