import math
from typing import Any

import pytest
from datadog_llm_client import UNSET, ValidationError
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.decoding import Decoder

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
        (read.nullable(read.string), None, None),
        (read.nullable(read.string), "a", "a"),
        (read.array(read.integer), [], []),
        (read.array(read.integer, min_items=1), [1], [1]),
        (read.array(read.array(read.integer)), [[1], []], [[1], []]),
        (read.mapping(read.integer), {}, {}),
        (read.mapping(read.integer), {"a": 1.0}, {"a": 1}),
        (read.json_object, {"a": 1}, {"a": 1}),
    ],
)
def test_valid_values(decode: Decoder[Any], value: Any, expected: Any) -> None:
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
        (read.array(read.string), "abc", "the document: expected an array, found a string 'abc'"),
        (read.array(read.string), {"a"}, "the document: expected an array, found set {'a'}"),
        (read.array(read.string, min_items=1), [], "the document: expected at least 1 item(s), found 0"),
        (read.array(read.string), ["a", 1], "[1]: expected a string, found an integer"),
        (read.array(read.array(read.string)), [["a"], ["b", 1]], "[1][1]: expected a string, found an integer"),
        (read.mapping(read.array(read.string)), {"a": ["b", 1]}, "a[1]: expected a string, found an integer"),
        (read.mapping(read.any_value), [], "the document: expected an object, found an array"),
        (read.json_object, None, "the document: expected an object, found null"),
    ],
)
def test_what_does_not_fit_is_said(decode: Decoder[Any], value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        decode(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("reader", "properties", "expected"),
    [
        (read.required, {"name": "a"}, "a"),
        (read.required_nullable, {"name": "a"}, "a"),
        (read.required_nullable, {"name": None}, None),
        (read.optional, {"name": "a"}, "a"),
        (read.optional, {}, UNSET),
        (read.optional_nullable, {"name": "a"}, "a"),
        (read.optional_nullable, {"name": None}, None),
        (read.optional_nullable, {}, UNSET),
    ],
)
def test_a_property_is_popped(reader: Any, properties: dict[str, Any], expected: Any) -> None:
    properties["other"] = 1
    assert reader(properties, "name", read.string) is expected
    assert properties == {"other": 1}


READERS = [read.required, read.required_nullable, read.optional, read.optional_nullable]


@pytest.mark.parametrize("reader", READERS)
def test_an_invalid_property_is_named(reader: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        reader({"names": ["a", 1]}, "names", read.array(read.string))
    assert caught.value.path == ("names", 1)
    assert caught.value.location == "names[1]"
    assert (caught.value.expected, caught.value.found) == ("a string", "an integer")


@pytest.mark.parametrize("reader", [read.required, read.required_nullable])
@pytest.mark.parametrize("decode", [read.string, read.any_value, read.nullable(read.string), read.array(read.string)])
def test_a_missing_required_property_is_refused(reader: Any, decode: Decoder[Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        reader({"other": 1}, "name", decode)
    assert str(caught.value) == "name: expected a required property, found nothing"


@pytest.mark.parametrize("reader", [read.required, read.optional])
def test_null_is_refused_unless_nullable(reader: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        reader({"name": None}, "name", read.string)
    assert str(caught.value) == "name: expected a string, found null"


def test_decoding_does_not_modify_its_input() -> None:
    source = {"a": 1.0}
    assert read.mapping(read.integer)(source) is not source
    assert read.json_object(source) is not source
    assert type(source["a"]) is float
