"""Equal is what JSON calls equal."""

import datetime
import uuid
from typing import Any

import pytest

from tools.survey.bodies import answer_fault, request_fault
from tools.survey.compare import difference, text_of


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": [1, None]}, {"a": [1.0, None]}),
        ("2026-01-31T12:00:00Z", "2026-01-31T13:00:00+01:00"),
        ("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500000+00:00"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_the_same(expected: Any, found: Any) -> None:
    assert not difference(expected, found)


@pytest.mark.parametrize(
    ("expected", "found", "message"),
    [
        (1, True, "`it` is bool True, not int 1"),
        ({"a": {"b": 1}}, {"a": {}}, "`a.b` is missing"),
        ({}, {"a": 1}, "`a` is there, and should not be"),
        ([1, 2], [1], "`it` has 1 items, not 2"),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}, "`a[0].b` is str 'y', not str 'x'"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00+01:00", "is str"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00", "is str"),
        (None, {}, "is dict {}, not NoneType None"),
        ("1", 1, "is int 1, not str '1'"),
    ],
)
def test_not_the_same(expected: Any, found: Any, message: str) -> None:
    assert message in difference(expected, found)


def test_typed_values_as_json() -> None:
    class Model:
        def to_dict(self) -> dict[str, Any]:
            return {"day": datetime.date(2026, 1, 31), "data": b"\0"}

    assert text_of([Model(), uuid.UUID(int=0)]) == [
        {"day": "2026-01-31", "data": "AA=="},
        "00000000-0000-0000-0000-000000000000",
    ]


def test_answers_by_content_type() -> None:
    assert not answer_fault(None, None, None)
    assert answer_fault(None, b"", None)
    assert not answer_fault("a,b", "a,b", "text/csv")
    assert not answer_fault(b"PK", b"PK", "application/zip")
    assert answer_fault(b"PK", None, "application/zip")
    assert not answer_fault({"a": 1}, {"a": 1}, "application/json;datetime-format=rfc3339")


MULTIPART = (
    b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\x00\r\n\xff\r\n'
    b'--x\r\ncontent-disposition: form-data; name="more"\r\n\r\n{"a": 1}\r\n--x--\r\n'
)


def test_bodies_by_content_type() -> None:
    fields = {"file": b"\x00\r\n\xff", "more": {"a": 1}}
    assert not request_fault(fields, MULTIPART, "multipart/form-data; boundary=x")
    assert "part 'more'" in request_fault(fields | {"more": {"a": 2}}, MULTIPART, "multipart/form-data; boundary=x")
    assert "should not be" in request_fault({"more": {"a": 1}}, MULTIPART, "multipart/form-data; boundary=x")
    assert not request_fault({"a": ["b", "c"]}, b"a=b&a=c", "application/x-www-form-urlencoded")
    assert not request_fault(b"\0", b"\0", "application/octet-stream")
    assert request_fault({"a": 1}, b"a=1", "application/json")
    assert request_fault({"a": 1}, b'{"a": 2}', "application/json")
