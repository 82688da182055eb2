import datetime
import uuid
from typing import Any, get_args
from urllib.parse import parse_qsl, unquote

import pytest
from datadog_llm_client import RequestValidationError
from datadog_llm_client._runtime.calls.parameters import Parameter, Style
from datadog_llm_client._runtime.values.decoding import (
    any_value,
    array,
    boolean,
    date_time,
    integer,
    mapping,
    nullable,
    number,
    one_of,
    string,
    uuid_,
)

from tests.support.shapes import Owner

COLOURS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}
REPEATED = "color=blue&color=black&color=brown"
DELIMITED: tuple[Style, ...] = ("form", "spaceDelimited", "pipeDelimited")


# The table of the OpenAPI specification ("Style Examples"), which RFC 6570 decides where it left room.
STYLES = [
    ("path", "simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("path", "simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("path", "label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("path", "label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("path", "matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("path", "matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("query", "form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("query", "spaceDelimited", False, "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("query", "pipeDelimited", False, "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    *(("query", style, True, "color=blue", REPEATED, "R=100&G=200&B=150") for style in DELIMITED),
    ("query", "deepObject", True, "color=blue", REPEATED, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("header", "simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("header", "simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
]


@pytest.mark.parametrize(("location", "style", "explode", "single", "several", "named"), STYLES)
def test_styles(location: Any, style: Style, explode: bool, single: str, several: str, named: str) -> None:
    parameter = Parameter("color", location, any_value, style=style, explode=explode)
    write: Any = {"path": parameter.segment, "query": parameter.pairs, "header": parameter.header}[location]
    for value, expected in (("blue", single), (COLOURS, several), (RGB, named)):
        written = write(value)
        assert (written if isinstance(written, str) else "&".join(written)) == expected


@pytest.mark.parametrize(
    ("location", "style", "explode"), [("path", "simple", False), ("query", "form", True), ("header", "simple", False)]
)
def test_openapi_defaults(location: Any, style: str, explode: bool) -> None:
    parameter = Parameter("a", location, string)
    assert (parameter.style, parameter.explode) == (style, explode)
    assert parameter.python_name == "a"
    assert parameter.required is (location == "path")


def test_a_style_that_is_given_explodes_only_where_it_is_form() -> None:
    for style in get_args(Style):
        assert Parameter("a", "query", string, style=style).explode is (style == "form")


@pytest.mark.parametrize(
    ("decode", "value", "text"),
    [
        (boolean, True, "true"),
        (boolean, False, "false"),
        (integer, 5, "5"),
        (integer, 5.0, "5"),
        (number, 0.5, "0.5"),
        (number, 1e300, "1e+300"),
        (date_time, datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC), "2024-05-01T00:00:00Z"),
        (date_time, "2024-05-01T00:00:00+02:00", "2024-05-01T00:00:00+02:00"),
        (uuid_, uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (string, "a b+c&d=e/f?g#h%", "a b+c&d=e/f?g#h%"),
        (string, "é😀\n", "é😀\n"),
        (string, "", ""),
    ],
)
def test_single_values_survive_the_url(decode: Any, value: Any, text: str) -> None:
    pairs = Parameter("filter[a b]", "query", decode).pairs(value)
    assert parse_qsl("&".join(pairs), keep_blank_values=True) == [("filter[a b]", text)]
    if text:
        segment = Parameter("a", "path", decode).segment(value)
        assert unquote(segment) == text
        assert not set(segment) & set(" /?#")


@pytest.mark.parametrize("style", DELIMITED)
def test_delimiters_inside_of_values_are_escaped(style: Style) -> None:
    (pair,) = Parameter("a", "query", array(string), style=style, explode=False).pairs(["x,y", "p|q r"])
    assert pair == "a=x%2Cy" + {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}[style] + "p%7Cq%20r"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"status": "ok", "tag": ["x", "y"]}, "f[status]=ok&f[tag]=x&f[tag]=y"),
        ({"at": {"from": 1, "to": {"x": 2}}}, "f[at][from]=1&f[at][to][x]=2"),
        ({"a[b]": None}, "f[a[b]]=null"),
        ({}, ""),
    ],
)
def test_a_deep_object(value: Any, expected: str) -> None:
    pairs = Parameter("f", "query", mapping(any_value), style="deepObject", explode=True).pairs(value)
    assert unquote("&".join(pairs)) == expected


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (Parameter("a", "query", array(string)), [], []),
        (Parameter("a", "query", array(string), explode=False), [], []),
        (Parameter("a", "query", array(string), required=True), [], ["a="]),
        (Parameter("a", "query", array(nullable(string))), ["x", None], ["a=x"]),
        (Parameter("a", "query", array(any_value)), [{"b": [1]}], ["a=%7B%22b%22%3A%5B1%5D%7D"]),
        (Parameter("a", "query", mapping(any_value)), {"b": [1, 2], "c": True}, ["b=1", "b=2", "c=true"]),
        (Parameter("a", "query", Owner.from_dict), Owner(name="x y"), ["name=x%20y"]),
        (Parameter("a", "query", Owner.from_dict), {"name": "x", "size": "small"}, ["name=x", "size=small"]),
        (Parameter("a", "query", one_of(string, array(string))), ("x", "y"), ["a=x", "a=y"]),
        (Parameter("a", "query", string, allow_reserved=True), "x/y?z:[1]@a&b#c+d%", ["a=x/y?z:[1]@a%26b%23c%2Bd%25"]),
        (
            Parameter("a", "query", Owner.from_dict, content_type="application/json"),
            Owner(name="é"),
            ["a=%7B%22name%22%3A%22%C3%A9%22%7D"],
        ),
        (Parameter("a", "query", string, content_type="application/json"), "x", ["a=%22x%22"]),
    ],
)
def test_pairs_of_a_query(parameter: Parameter, value: Any, expected: list[str]) -> None:
    assert parameter.pairs(value) == expected


def test_content_in_a_path_and_a_header() -> None:
    assert unquote(Parameter("a", "path", array(integer), content_type="application/json").segment([1, 2])) == "[1,2]"
    assert Parameter("a", "header", mapping(integer), content_type="application/json").header({"b": 1}) == '{"b":1}'


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (Parameter("a", "path", string), ""),
        (Parameter("a", "path", string), "."),
        (Parameter("a", "path", string), ".."),
        (Parameter("a", "path", string), "x/.."),
        (Parameter("a", "path", string), "..\\x"),
        (Parameter("a", "path", array(string)), []),
        (Parameter("a", "path", array(string)), [".."]),
        (Parameter("a", "path", array(string)), ["x", "y/../z"]),
        (Parameter("a", "path", string, style="label"), "."),
        (Parameter("a", "path", string, style="label"), ""),
        (Parameter("a", "path", string, style="label"), "./../x"),
        (Parameter("a", "path", mapping(string), explode=True), {}),
    ],
)
def test_values_cannot_change_the_path(parameter: Parameter, value: Any) -> None:
    with pytest.raises(RequestValidationError, match="a non-empty name without"):
        parameter.segment(value)


@pytest.mark.parametrize("value", ["a\nb", "é", " a", "a ", "\x7f", "\0"])
def test_unsendable_header_values_are_refused(value: str) -> None:
    with pytest.raises(RequestValidationError, match="^x_mode: expected printable ASCII") as caught:
        Parameter("X-Mode", "header", string, python_name="x_mode").header(value)
    assert repr(value) not in str(caught.value)


CYCLE: list[Any] = []
CYCLE.append(CYCLE)


@pytest.mark.parametrize("location", ["path", "query"])
@pytest.mark.parametrize(
    ("decode", "value", "message"),
    [
        (string, "\ud800", "b: expected text that can be encoded as UTF-8"),
        (array(string), ["x", "\ud800"], "b[1]: expected text that can be encoded as UTF-8"),
        (string, 5, "b: expected a string, found an integer"),
        (array(integer), [1, "2"], "b[1]: expected an integer, found a string '2'"),
        (Owner.from_dict, {"size": "small"}, "b.name: expected a required property, found nothing"),
        (any_value, CYCLE, "b: expected a plain value, found one that contains itself"),
        (date_time, datetime.datetime(2024, 5, 1), "b: expected a time with a UTC offset, found a naive"),
        (any_value, {"x": [datetime.datetime(2024, 5, 1)]}, "b.x[0]: expected a JSON value, found datetime"),
        (any_value, float("nan"), "b: expected a finite number"),
    ],
)
def test_invalid_values_are_refused(location: Any, decode: Any, value: Any, message: str) -> None:
    parameter = Parameter("a[b]", location, decode, python_name="b")
    with pytest.raises(RequestValidationError) as caught:
        _ = parameter.segment(value) if location == "path" else parameter.pairs(value)
    assert str(caught.value).startswith(message)
