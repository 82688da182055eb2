"""Reasons of one kind are counted together."""

import pytest

from tools.survey.outcome import Outcome, Stage


@pytest.mark.parametrize(
    ("reasons", "kind"),
    [
        (
            [
                "ResponseValidationError: data[2].type: expected a string, found nothing (status 200, GET /dogs/%C2)",
                "ResponseValidationError: included.\x85 a.kind: expected a string, found nothing (status 201)",
            ],
            "ResponseValidationError: PLACE: expected a string, found nothing",
        ),
        (
            [
                "contract.yaml:12: #/paths/~1dogs/get: `not` is not supported",
                "contract.yaml: #/components/x: `if` is not supported",
            ],
            "#/... ... is not supported",
        ),
        (["openapi/a.yaml:7: GET /dogs: no", "openapi/a.yaml:9:3: POST /cats/{id}: no"], "OPERATION: no"),
        (
            ["query 'a[b]' is sent 2 times, not 1: 'x'", "query 'c' is sent 0 times, not 1: ''"],
            "query ... is sent N times, not N: ...",
        ),
        (["one.py: line 7: no\nand more", "two.py: line 9: no"], "line N: no"),
        ([""], ""),
    ],
)
def test_kinds(reasons: list[str], kind: str) -> None:
    assert {Outcome("dogs", "get_dog", "GET /dogs", Stage.WIRE, reason).kind for reason in reasons} == {kind}
