"""The survey's reading of OpenAPI's styles, by the examples of the specification."""

from typing import Any

import pytest

from tools.survey.wire import Parameter, header_fault, path_fault, query_fault

ARRAY, OBJECT = ["blue", "black"], {"R": 100, "G": 200}


def parameter(place: str, value: Any, style: str | None = None, explode: bool | None = None, **more: Any) -> Parameter:
    node = {"name": "color", "in": place, "style": style, "explode": explode} | more
    return Parameter({key: item for key, item in node.items() if item is not None}, value)


@pytest.mark.parametrize(
    ("value", "style", "explode", "query"),
    [
        ("blue", None, None, "color=blue"),
        ("", None, None, "color="),
        ("a b&c", None, None, "color=a+b%26c"),
        ("a b&c", None, None, "color=a%20b%26c"),
        (True, None, None, "color=true"),
        (0.5, None, None, "color=5e-1"),
        ("2026-01-31T12:00:00Z", None, None, "color=2026-01-31T13%3A00%3A00%2B01%3A00"),
        (ARRAY, None, None, "color=blue&color=black"),
        (ARRAY, "form", False, "color=blue,black"),
        (ARRAY, "form", False, "color=blue%2Cblack"),
        (ARRAY, "spaceDelimited", False, "color=blue%20black"),
        (ARRAY, "pipeDelimited", False, "color=blue%7Cblack"),
        (OBJECT, None, None, "R=100&G=200"),
        (OBJECT, "form", False, "color=R,100,G,200"),
        (OBJECT, "deepObject", True, "color%5BR%5D=100&color[G]=200"),
    ],
)
def test_query(value: Any, style: str | None, explode: bool | None, query: str) -> None:
    due = [parameter("query", value, style, explode)]
    assert not query_fault(due, query)
    assert "should not be" in query_fault(due, f"{query}&more=1")
    assert query_fault(due, query + "x") or query_fault(due, f"x{query}")
    assert "0 times" in query_fault(due, "")


@pytest.mark.parametrize(
    ("value", "options", "query"),
    [
        (ARRAY, {"explode": False}, "color=blue&color=black"),
        (ARRAY, {"style": "pipeDelimited", "explode": False}, "color=blue,black"),
        (OBJECT, {"style": "deepObject"}, "color=%7B%27R%27%3A+100%7D"),
        (True, {}, "color=True"),
        (["b", "a"], {}, "color=a&color=b"),
        ({"a": [1]}, {"content": {"application/json": {}}}, "color=a"),
    ],
)
def test_a_query_in_another_style_is_told(value: Any, options: dict[str, Any], query: str) -> None:
    assert query_fault([parameter("query", value, **options)], query)


def test_a_query_that_is_json() -> None:
    due = [parameter("query", {"a": [1]}, content={"application/json": {}})]
    assert not query_fault(due, "color=%7B%22a%22%3A+%5B1%5D%7D")


@pytest.mark.parametrize(
    ("value", "style", "explode", "sent"),
    [
        ("blue", None, None, "blue"),
        ("a/b", None, None, "a%2Fb"),
        (ARRAY, None, None, "blue,black"),
        (ARRAY, "simple", True, "blue,black"),
        (OBJECT, None, None, "R,100,G,200"),
        (OBJECT, "simple", True, "R=100,G=200"),
        ("blue", "label", None, ".blue"),
        (ARRAY, "label", False, ".blue,black"),
        (ARRAY, "label", True, ".blue.black"),
        (OBJECT, "label", False, ".R,100,G,200"),
        (OBJECT, "label", True, ".R=100.G=200"),
        ("blue", "matrix", None, ";color=blue"),
        (ARRAY, "matrix", False, ";color=blue,black"),
        (ARRAY, "matrix", True, ";color=blue;color=black"),
        (OBJECT, "matrix", False, ";color=R,100,G,200"),
        (OBJECT, "matrix", True, ";R=100;G=200"),
    ],
)
def test_path(value: Any, style: str | None, explode: bool | None, sent: str) -> None:
    due = [parameter("path", value, style, explode)]
    assert not path_fault("/a/{color}/b", due, f"/a/{sent}/b")
    assert path_fault("/a/{color}/b", due, f"/a/{sent}x/b")
    assert path_fault("/a/{color}/b", due, f"/a/{sent}/c")
    assert path_fault("/a/{color}/b", due, "/a/b")


@pytest.mark.parametrize(
    ("value", "explode", "sent"),
    [("blue", None, "blue"), (5, None, "5"), (ARRAY, None, "blue,black"), (ARRAY, None, "blue, black"),
     (OBJECT, False, "R,100,G,200"), (OBJECT, True, "R=100,G=200")],
)  # fmt: skip
def test_header(value: Any, explode: bool | None, sent: str) -> None:
    due = [parameter("header", value, explode=explode)]
    assert not header_fault(due, {"color": sent})
    assert header_fault(due, {"color": f"{sent}x"})
    assert "missing" in header_fault(due, {})
