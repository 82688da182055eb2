"""Answers of every kind, and their results."""

import datetime
import uuid
from types import ModuleType
from typing import Any

import pytest

from .support import Server

WHEN = "2026-01-31T12:00:00Z"


def test_maps(client: Any, everything: ModuleType, server: Server) -> None:
    server.answer(200, {"by_name": {"c": {"kind": "circle", "radius": 1.5}}})
    shapes = client.list_shapes("any")
    assert shapes.by_name == {"c": everything.models.Circle(kind="circle", radius=1.5)}
    assert server.last.target == "/shapes/any"
    # Objects inside arrays of maps, and titles that repeat.
    server.answer(200, {"deep": {"k": [{"x": 1}]}, "counts": {"n": 2}})
    shapes = client.list_shapes("any")
    assert (shapes.deep["k"][0].x, shapes.counts) == (1, {"n": 2})


@pytest.mark.parametrize(
    ("value", "kind"),
    [({"kind": "circle", "radius": 2}, "Circle"), ({"kind": "square", "side": 2}, "Square")],
)
def test_a_union_is_told_by_constants_and_enums_of_one_value(
    value: dict[str, Any], kind: str, client: Any, everything: ModuleType, server: Server
) -> None:
    server.answer(200, {"by_name": {"a": value}, "nested": [value, ["x"]]})
    shapes = client.list_shapes("any")
    assert type(shapes.by_name["a"]) is type(shapes.nested[0]) is getattr(everything.models, kind)
    assert shapes.nested[1] == ["x"]
    assert shapes.to_dict() == {"by_name": {"a": value}, "nested": [value, ["x"]]}


def test_a_union_is_told_by_its_mapping(client: Any, everything: ModuleType, server: Server) -> None:
    server.answer(200, {"mapped": [{"type": "two", "a": 1}, {"type": "one", "a": 1}]})
    assert [type(each) for each in client.list_shapes("any").mapped] == [
        everything.models.Second,
        everything.models.First,
    ]


def test_a_member_that_is_not_known_yet_is_a_dict_and_told(everything: ModuleType, server: Server) -> None:
    told: list[tuple[str, Any]] = []
    server.answer(200, {"by_name": {"a": {"kind": "star", "points": 5}}})
    with everything.Client("k", "k", base_url=server.url, on_unknown=lambda *each: told.append(each)) as client:
        assert client.list_shapes("any").by_name == {"a": {"kind": "star", "points": 5}}
    assert len(told) == 1


@pytest.mark.parametrize(("value", "kind"), [({"a": "x"}, "Wide"), ({"a": "x", "b": "y"}, "Narrow")])
def test_another_union_is_the_member_without_unknown_properties(
    value: dict[str, Any], kind: str, client: Any, everything: ModuleType, server: Server
) -> None:
    server.answer(200, {"loose": value})
    assert type(client.list_shapes("any").loose) is getattr(everything.models, kind)
    server.answer(200, {"loose": 7})
    assert client.list_shapes("any").loose == 7


@pytest.mark.parametrize(
    ("name", "known", "unknown"),
    [("colour", "red", "blue"), ("behind", 2, 9), ("mixed", 2, "high"), ("levels", [1, 2], [1, 9])],
)
def test_a_value_that_an_enum_does_not_know_yet_is_told(
    name: str, known: Any, unknown: Any, everything: ModuleType, server: Server
) -> None:
    told: list[str] = []
    with everything.Client("k", "k", base_url=server.url, on_unknown=lambda path, value: told.append(path)) as client:
        for value in (known, unknown):
            assert told == []
            server.answer(200, {"when": WHEN, name: value})
            assert client.read_answer("json").to_dict() == {"when": WHEN, name: value}
    assert told == [f"response.{name}"]


def test_null_however_it_is_written(client: Any, server: Server) -> None:
    answer = {"when": WHEN, "colour": None, "behind": None, "old": None}
    server.answer(200, answer)
    kept = client.read_answer("json")
    assert (kept.colour, kept.behind, kept.old) == (None, None, None)
    assert kept.to_dict() == answer


def test_values_that_are_more_than_json(client: Any, everything: ModuleType, server: Server) -> None:
    answer = {
        "when": WHEN,
        "day": "2026-01-31",
        "id": "9a4f5b0e-6a0b-4a0e-9a43-0d2f2a3f6f4b",
        "data": "aGVsbG8=",
        "mixed": 2,
        "list": ["a"],
        "dict": {"a": "b"},
        "str": "s",
        "from": "f",
        "odd-name": "o",
        "to_dict": "t",
        "renamed": "r",
        "datetime": "2026-01-31T12:00:00.5+02:00",
        "document": "{}",
        "described": {"a": "x"},
    }
    server.answer(200, answer)
    kept = client.read_answer("json")
    assert kept.when == datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
    assert kept.day == datetime.date(2026, 1, 31)
    assert kept.id == uuid.UUID("9a4f5b0e-6a0b-4a0e-9a43-0d2f2a3f6f4b")
    assert kept.data == b"hello"
    assert (kept.from_, kept.odd_name, kept.to_dict_, kept.better) == ("f", "o", "t", "r")
    assert isinstance(kept.described, everything.models.Wide)
    written = kept.to_dict()
    assert written["when"] == WHEN
    assert datetime.datetime.fromisoformat(written.pop("datetime")) == datetime.datetime.fromisoformat(
        answer.pop("datetime")  # type: ignore[arg-type]
    )
    assert written == answer


def test_statuses_and_media_types(client: Any, server: Server) -> None:
    server.answer(200, b"a,b\n", "text/csv")
    assert client.read_answer("csv") == "a,b\n"
    server.answer(200, b"\x00\xff", "application/octet-stream")
    assert client.read_answer("bytes") == b"\x00\xff"
    server.answer(202)
    assert client.read_answer("later") is None
    accept = server.last.headers["accept"]
    assert all(each in accept for each in ("application/json", "text/csv", "application/octet-stream"))


def test_nothing_and_anything(client: Any, server: Server) -> None:
    server.answer(204)
    with pytest.warns(DeprecationWarning, match="remove_answer"):
        assert client.remove_answer("old") is None
    server.answer(200, b"\x01", "image/png")
    assert client.close_() == b"\x01"
    assert server.last.headers["accept"] == "*/*"
