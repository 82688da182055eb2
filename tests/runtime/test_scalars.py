import datetime
import uuid
from typing import Any

import pytest
from datadog_llm_client import ValidationError
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.decoding import Decoder
from datadog_llm_client._runtime.values.models import encode

A_UUID = "5b1c0c9e-5a0c-4d3e-8a53-4c2d0c3d8a11"
UTC = datetime.UTC
EAST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01T10:00:00Z", datetime.datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01t10:00:00z", datetime.datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01 10:00:00Z", datetime.datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T10:00:00.5Z", datetime.datetime(2024, 5, 1, 10, 0, 0, 500_000, UTC)),
        ("2024-05-01T10:00:00.123456789Z", datetime.datetime(2024, 5, 1, 10, 0, 0, 123_456, UTC)),
        ("2024-05-01T10:00:00+05:30", datetime.datetime(2024, 5, 1, 10, tzinfo=EAST)),
        ("2024-05-01T10:00:00+0530", datetime.datetime(2024, 5, 1, 10, tzinfo=EAST)),
        ("2024-02-29T23:59:59-00:00", datetime.datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_date_times(text: str, expected: datetime.datetime) -> None:
    found = read.date_time(text)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()
    assert read.date_time(encode(found)) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("2024-05-01", "2024-05-01T10:00:00", "2024-05-01T10:00Z", "2024-05-01T25:00:00Z", "2023-02-29T10:00:00Z"),
        *("2024-W01-1T10:00:00Z", "20240501T100000Z", "2024-05-01T10:00:00Z ", "yesterday", ""),
        *(1_714_557_600, None, datetime.date(2024, 5, 1)),
    ],
)
def test_invalid_date_times(value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        read.date_time(value)
    assert caught.value.expected == "a date and time with a UTC offset"


def test_naive_date_times_are_refused() -> None:
    with pytest.raises(ValidationError, match="expected a time with a UTC offset, found a naive datetime"):
        read.date_time(datetime.datetime(2024, 5, 1, 10))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00Z"),
        (datetime.datetime(2024, 5, 1, 10, 0, 0, 5, UTC), "2024-05-01T10:00:00.000005Z"),
        (datetime.datetime(2024, 5, 1, 10, tzinfo=datetime.timezone(datetime.timedelta())), "2024-05-01T10:00:00Z"),
        (datetime.datetime(2024, 5, 1, 10, tzinfo=EAST), "2024-05-01T10:00:00+05:30"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (uuid.UUID(A_UUID), A_UUID),
        (b"\0\xff", "AP8="),
        (b"", ""),
    ],
)
def test_typed_values_round_trip(value: Any, text: str) -> None:
    decode: Decoder[Any] = {
        datetime.datetime: read.date_time,
        datetime.date: read.date,
        uuid.UUID: read.uuid_,
        bytes: read.base64_,
    }[type(value)]
    assert decode(value) == value
    assert encode(decode(value)) == text
    assert decode(text) == value


@pytest.mark.parametrize(
    ("decode", "value", "found"),
    [
        (read.date, "2024-13-01", "a string '2024-13-01'"),
        (read.date, "20240501", "a string '20240501'"),
        (read.date, "2024-05-01T10:00:00Z", "a string '2024-05-01T10:00:00Z'"),
        (read.date, datetime.datetime(2024, 5, 1), "datetime datetime.datetime(2024, 5, 1, 0, 0)"),
        (read.uuid_, "1234", "a string '1234'"),
        (read.uuid_, f"{{{A_UUID}}}", f"a string '{{{A_UUID}}}'"),
        (read.uuid_, A_UUID.replace("-", ""), f"a string '{A_UUID.replace('-', '')}'"),
        (read.uuid_, 5, "an integer"),
        (read.base64_, "AP8", "a string 'AP8'"),
        (read.base64_, "AP9=", "a string 'AP9='"),
        (read.base64_, "A P8=", "a string 'A P8='"),
        (read.base64_, "é", "a string 'é'"),
        (read.base64_, 5, "an integer"),
        (read.const("a"), "b", "a string 'b'"),
        (read.const(1), True, "a boolean True"),
        (read.const(True), 1, "an integer"),
        (read.const("a"), None, "null"),
        (read.null, 0, "an integer"),
    ],
)
def test_what_does_not_fit_is_said(decode: Decoder[Any], value: Any, found: str) -> None:
    with pytest.raises(ValidationError) as caught:
        decode(value)
    assert caught.value.found == found


def test_constants_and_null() -> None:
    assert [read.const(value)(value) for value in ("a", 1, 0.5, True, False)] == ["a", 1, 0.5, True, False]
    assert read.nullable(read.null)(None) is None
    assert read.one_of(read.null, read.string)("a") == "a"
