from __future__ import annotations

import datetime
import math
import uuid
from typing import Any

import pytest
from datadog_llm_client import UNSET, ValidationError
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.decoding import Decoder

A_UUID = "5b1c0c9e-5a0c-4d3e-8a53-4c2d0c3d8a11"
LONG = "x" * 1_000


@pytest.mark.parametrize(
    ("decode", "value", "expected"),
    [
        (read.string, "", ""),
        (read.integer, 0, 0),
        (read.integer, 256.0, 256),
        (read.integer, -(2**70), -(2**70)),
        (read.number, 0, 0),
        (read.number, 0.5, 0.5),
        (read.number, 2, 2),
        (read.boolean, False, False),
        (read.any_value, None, None),
        (read.any_value, [1, {"a": None}], [1, {"a": None}]),
        (
            read.date_time,
            "2024-05-01T10:00:00Z",
            datetime.datetime(2024, 5, 1, 10, tzinfo=datetime.UTC),
        ),
        (read.date, "2024-05-01", datetime.date(2024, 5, 1)),
        (read.uuid_, A_UUID, uuid.UUID(A_UUID)),
        (read.nullable(read.string), None, None),
        (read.nullable(read.string), "a", "a"),
        (read.array(read.integer), [], []),
        (read.array(read.integer, min_items=1), [1], [1]),
        (read.array(read.array(read.integer)), [[1], []], [[1], []]),
        (read.mapping(read.integer), {}, {}),
        (read.mapping(read.integer), {"a": 1.0}, {"a": 1}),
        (read.one_of(read.string, read.integer), "a", "a"),
        (read.one_of(read.string, read.integer), 1, 1),
        (read.json_object, {"a": 1}, {"a": 1}),
    ],
)
def test_what_fits_is_read(decode: Decoder[Any], value: Any, expected: Any) -> None:
    found = decode(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("decode", "value", "message"),
    [
        (read.string, None, "the document: expected a string, found null"),
        (read.string, 5, "the document: expected a string, found an integer"),
        pytest.param(read.string, 10**5_000, "the document: expected a string, found an integer", id="huge"),
        (read.string, True, "the document: expected a string, found a boolean True"),
        (read.string, 0.5, "the document: expected a string, found float 0.5"),
        (read.string, {"secret": 1}, "the document: expected a string, found an object"),
        (read.string, ["secret"], "the document: expected a string, found an array"),
        (read.string, b"a", "the document: expected a string, found bytes b'a'"),
        (read.integer, LONG, f"the document: expected an integer, found a string '{'x' * 59}..."),
        (read.integer, 0.5, "the document: expected an integer, found float 0.5"),
        (read.integer, True, "the document: expected an integer, found a boolean True"),
        (read.integer, math.inf, "the document: expected an integer, found float inf"),
        (read.number, math.nan, "the document: expected a finite number, found float nan"),
        (read.number, -math.inf, "the document: expected a finite number, found float -inf"),
        (read.number, False, "the document: expected a finite number, found a boolean False"),
        (read.number, "1", "the document: expected a finite number, found a string '1'"),
        (read.boolean, 0, "the document: expected a boolean, found an integer"),
        (read.date_time, "yesterday", "the document: expected a date and time, found a string 'yesterday'"),
        (read.date_time, 5, "the document: expected a date and time, found an integer"),
        (read.date, "2024-13-01", "the document: expected a date, found a string '2024-13-01'"),
        (read.uuid_, "1234", "the document: expected a UUID, found a string '1234'"),
        (read.array(read.string), "abc", "the document: expected an array, found a string 'abc'"),
        (read.array(read.string), {"a"}, "the document: expected an array, found set {'a'}"),
        (read.array(read.string, min_items=1), [], "the document: expected at least 1 item(s), found 0"),
        (read.array(read.string), ["a", 1], "[1]: expected a string, found an integer"),
        (read.array(read.array(read.string)), [["a"], ["b", 1]], "[1][1]: expected a string, found an integer"),
        (read.mapping(read.array(read.string)), {"a": ["b", 1]}, "a[1]: expected a string, found an integer"),
        (read.mapping(read.any_value), [], "the document: expected an object, found an array"),
        (read.one_of(read.string, read.integer), None, "the document: expected a string or an integer, found null"),
        (read.json_object, None, "the document: expected an object, found null"),
    ],
)
def test_what_does_not_fit_is_said(decode: Decoder[Any], value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        decode(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        (read.required, "a", "a"),
        (read.optional, "a", "a"),
        (read.optional, None, UNSET),
        (read.optional_nullable, "a", "a"),
        (read.optional_nullable, None, None),
    ],
)
def test_a_property_is_read(reader: Any, value: Any, expected: Any) -> None:
    assert reader("name", value, read.string) is expected


@pytest.mark.parametrize("reader", [read.required, read.optional, read.optional_nullable])
def test_a_fault_in_a_property_names_it(reader: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        reader("names", ["a", 1], read.array(read.string))
    assert caught.value.path == ("names", 1)
    assert caught.value.location == "names[1]"
    assert (caught.value.expected, caught.value.found) == ("a string", "an integer")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (UNSET, "name: expected a required property, found nothing"),
        (None, "name: expected a string, found null"),
    ],
)
def test_a_required_property_has_to_be_there(value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read.required("name", value, read.string)
    assert str(caught.value) == message


def test_reading_changes_nothing_of_what_it_reads() -> None:
    source = {"a": 1.0}
    assert read.mapping(read.integer)(source) is not source
    assert read.json_object(source) is not source
    assert type(source["a"]) is float
