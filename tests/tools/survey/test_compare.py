"""Values are compared as JSON."""

import datetime
import uuid
from typing import Any

import pytest

from tools.survey.bodies import answer_fault, request_fault
from tools.survey.compare import difference, text_of


@pytest.mark.parametrize(
    ("expected", "found", "message"),
    [
        ({"a": [1, None], "b": 2}, {"b": 2, "a": [1.0, None]}, ""),
        ("2026-01-31T12:00:00Z", "2026-01-31T13:00:00+01:00", ""),
        ("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500000+00:00", ""),
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
def test_difference(expected: Any, found: Any, message: str) -> None:
    said = difference(expected, found)
    assert message in said if message else not said


def test_typed_values_as_json() -> None:
    class Model:
        def to_dict(self) -> dict[str, Any]:
            return {"day": datetime.date(2026, 1, 31), "data": b"\0"}

    zero = uuid.UUID(int=0)
    assert text_of([Model(), zero]) == [{"day": "2026-01-31", "data": "AA=="}, str(zero)]


@pytest.mark.parametrize(
    ("body", "result", "content_type", "fine"),
    [
        (None, None, None, True),
        (None, b"", None, False),
        ("a,b", "a,b", "text/csv", True),
        (b"PK", b"PK", "application/zip", True),
        (b"PK", None, "application/zip", False),
        ({"a": 1}, {"a": 1}, "application/json;datetime-format=rfc3339", True),
    ],
)
def test_answers_by_content_type(body: Any, result: Any, content_type: str | None, fine: bool) -> None:
    assert bool(answer_fault(body, result, content_type)) is not fine


MULTIPART = (
    b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n\x00\r\n\xff\r\n'
    b'--x\r\ncontent-disposition: form-data; name="more"\r\n\r\n{"a": 1}\r\n--x--\r\n'
)
FIELDS = {"file": b"\x00\r\n\xff", "more": {"a": 1}}


@pytest.mark.parametrize(
    ("body", "sent", "content_type", "message"),
    [
        (FIELDS, MULTIPART, "multipart/form-data; boundary=x", ""),
        (FIELDS | {"more": {"a": 2}}, MULTIPART, "multipart/form-data; boundary=x", "part 'more'"),
        ({"more": {"a": 1}}, MULTIPART, "multipart/form-data; boundary=x", "should not be"),
        ({"a": ["b", "c"]}, b"a=b&a=c", "application/x-www-form-urlencoded", ""),
        (b"\0", b"\0", "application/octet-stream", ""),
        ({"a": 1}, b"a=1", "application/json", "not JSON"),
        ({"a": 1}, b'{"a": 2}', "application/json", "is int 2"),
    ],
)
def test_bodies_by_content_type(body: Any, sent: bytes, content_type: str, message: str) -> None:
    fault = request_fault(body, sent, content_type)
    assert message in fault if message else not fault
