import datetime
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from datadog_llm_client import UNSET, RequestValidationError
from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.attempt import BodyStream
from datadog_llm_client._runtime.values.decoding import Decoder
from datadog_llm_client._runtime.values.files import File

from tests.support.shapes import FULL_THING, THING, Circle, Owner, Thing

FIELDS = read.mapping(read.any_value)
OCTETS = "application/octet-stream"


def whole(content_type: str, decode: Decoder[Any], *, required: bool = True) -> RequestBody:
    """A body that is one argument."""
    return RequestBody(content_type, decode, required=required, is_argument=True)


TEXT = whole("text/plain", read.string)
NUMBERS = whole("application/json", read.array(read.integer))
FILES = RequestBody("multipart/form-data", read.mapping(read.file))
NAIVE = datetime.datetime(2024, 5, 1)
NOW = NAIVE.replace(tzinfo=datetime.UTC)


def sent(body: RequestBody, given: Any, extra: Any = None) -> tuple[bytes, str]:
    written = body.encode(given, extra)
    assert written is not None
    content, content_type, _ = written
    return b"".join(content) if isinstance(content, BodyStream) else content, content_type


@pytest.mark.parametrize("content_type", ["application/json", "application/vnd.api+json", "Application/JSON ; x=y"])
@pytest.mark.parametrize(
    ("decode", "given", "expected"),
    [
        (Thing.from_dict, THING, THING),
        (Thing.from_dict, FULL_THING, FULL_THING),
        (Thing.from_dict, Thing.from_dict(FULL_THING), FULL_THING),
        (Thing.from_dict, {**THING, "from": UNSET, "at": NOW}, {**THING, "at": "2024-05-01T00:00:00Z"}),
        (Thing.from_dict, {**THING, "owner": Owner(name="Ann")}, THING),
        (read.array(Owner.from_dict), (Owner(name="a"), {"name": "b"}), [{"name": "a"}, {"name": "b"}]),
        (read.discriminated("kind", {"circle": Circle.from_dict}), {"kind": "circle", "radius": 1}, ...),
        (read.one_of(read.string, read.array(read.string)), ["a"], ["a"]),
        (read.any_value, {"a": [None, {"b": Owner(name="c")}]}, {"a": [None, {"b": {"name": "c"}}]}),
        (read.nullable(read.string), None, None),
        (read.integer, 5, 5),
        (read.string, "é", "é"),
        (read.base64_, b"\0\xff", "AP8="),
        (read.mapping(read.number), {}, {}),
    ],
)
def test_json(content_type: str, decode: Any, given: Any, expected: Any) -> None:
    content, stated = sent(whole(content_type, decode), given)
    assert json.loads(content) == (given if expected is ... else expected)
    assert stated == content_type


@pytest.mark.parametrize(
    ("body", "given", "message"),
    [
        (NUMBERS, ["a"], "body[0]: expected an integer"),
        (NUMBERS, UNSET, "body: expected a required argument"),
        (NUMBERS, None, "body: expected an array, found null"),
        (RequestBody("application/json", Owner.from_dict), {"name": 5}, "name: expected a string"),
        (RequestBody("application/json", Owner.from_dict), UNSET, "name: expected a required property"),
        (whole("application/json", read.any_value), [{1, 2}], "body[0]: expected a JSON value"),
        (whole("application/json", read.mapping(read.date_time)), {"at": NAIVE}, "body.at: expected a time with a UTC"),
        (TEXT, "\ud800", "body: expected text that can be encoded as UTF-8"),
        (TEXT, b"x", "body: expected a string, found bytes"),
        (whole(OCTETS, read.file), "x", "body: expected bytes, a file opened"),
        (FILES, {"a": "x"}, "a: expected bytes, a file opened"),
        (FILES, {"a": Path("/nowhere")}, "a: expected a readable file"),
        (RequestBody("multipart/form-data", FIELDS), {"a": "\ud800"}, "a: expected text that can be encoded as UTF-8"),
        (RequestBody("application/x-www-form-urlencoded", FIELDS), {"a": "\ud800"}, "a: expected text that can be"),
    ],
)
def test_a_fault_names_the_field_or_the_body(body: RequestBody, given: Any, message: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        body.encode(given, None)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("body", "given", "is_sent"),
    [
        (RequestBody("application/json", FIELDS, required=False), UNSET, False),
        (RequestBody("application/json", FIELDS, required=False), {"a": UNSET}, False),
        (RequestBody("application/json", FIELDS, required=False), {"a": 1}, True),
        (RequestBody("application/json", FIELDS), {"a": UNSET}, True),
        (whole("application/json", FIELDS, required=False), UNSET, False),
        (whole("application/json", FIELDS, required=False), {}, True),
        (whole("application/json", read.array(read.string), required=False), [], True),
        (whole(OCTETS, read.file, required=False), b"", True),
    ],
)
def test_a_body_that_may_be_left_out(body: RequestBody, given: Any, is_sent: bool) -> None:
    assert (body.encode(given, None) is not None) is is_sent


def test_a_body_that_is_left_out_comes_with_further_properties() -> None:
    assert sent(RequestBody("application/json", FIELDS, required=False), UNSET, {"a": 1})[0] == b'{"a":1}'


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"a": "x y&z=é", "b": 5, "c": True, "d": 0.5}, [("a", "x y&z=é"), ("b", "5"), ("c", "true"), ("d", "0.5")]),
        ({"a": ["x", "y", None], "b": []}, [("a", "x"), ("a", "y")]),
        ({"a": {"b": [1]}, "c": None}, [("a", '{"b":[1]}')]),
        ({}, []),
    ],
)
def test_a_form(fields: Any, expected: Any) -> None:
    content, content_type = sent(RequestBody("application/x-www-form-urlencoded", FIELDS), fields)
    assert parse_qsl(content.decode("ascii"), keep_blank_values=True) == expected
    assert content_type == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "text", "stated"),
    [
        ("text/plain", "abc", "text/plain"),
        ("text/plain", "é", "text/plain; charset=utf-8"),
        ("text/csv;charset=utf-8", "é", "text/csv;charset=utf-8"),
        ("application/logplex-1", "83 <40>1 -", "application/logplex-1"),
    ],
)
def test_text(content_type: str, text: str, stated: str) -> None:
    assert sent(whole(content_type, read.string), text) == (text.encode(), stated)


@pytest.mark.parametrize(
    ("content_type", "given", "stated"),
    [
        ("application/octet-stream", b"\0x", "application/octet-stream"),
        ("image/png", io.BytesIO(b"\0x"), "image/png"),
        ("*/*", b"\0x", "application/octet-stream"),
        ("image/*", File(b"\0x", content_type="image/gif"), "image/gif"),
    ],
)
def test_binary(content_type: str, given: Any, stated: str) -> None:
    assert sent(whole(content_type, read.file), given) == (b"\0x", stated)
