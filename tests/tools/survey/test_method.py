"""Which keyword stands for which name of the contract."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tools.survey.case import Answer, Body, Case
from tools.survey.method import CannotCall, Method
from tools.survey.schemas import Node, Schemas
from tools.survey.wire import Parameter

from .support import JSON_CONTENT


def arguments(
    function: Callable[..., Any], body: Any = None, schema: Node | None = None, **places: Any
) -> dict[str, Any]:
    """What the method is called with. `places` are names and values by place."""
    parameters = [
        Parameter({"name": name, "in": place, "schema": {"type": "string"}} | more, value)
        for place, found in places.items()
        for name, value, more in found
    ]
    method = Method(function, Schemas({}), [one.node for one in parameters], schema)
    sent = None if schema is None else Body(JSON_CONTENT, body, schema)
    return method.arguments(Case(tuple(parameters), sent, Answer(204, None)))


def test_names_of_the_contract_in_python() -> None:
    def spelled(*, page_size: int, type_: str, from_: str, filter: str, chosen: str) -> None: ...

    query: list[Any] = [("page[size]", 1, {}), ("type", "t", {}), ("from", "f", {}), ("filter", "x", {})]
    query.append(("a", "y", {"x-python-name": "chosen"}))
    expected = {"page_size": 1, "type_": "t", "from_": "f", "filter": "x", "chosen": "y"}
    assert arguments(spelled, query=query) == expected


def test_names_that_meet_go_to_the_path_then_to_the_body_then_to_the_rest() -> None:
    def method(id: str, *, id_: str, id__: str, timeout_: int, timeout: float = 1) -> None: ...

    schema: Node = {"properties": {"id": {}, "timeout": {}}}
    found = arguments(method, {"id": "b", "timeout": 5}, schema, query=[("id", "q", {})], path=[("id", "p", {})])
    assert found == {"id": "p", "id_": "b", "id__": "q", "timeout_": 5}


def test_bodies() -> None:
    def whole(body: Any, *, extra_headers: Any = None) -> None: ...
    def named(*, body: Any, name: str, extra_body: Any = None) -> None: ...

    assert arguments(whole, [1], {"type": "array"}) == {"body": [1]}
    assert arguments(whole, {"a": 1}, {"type": "object"}) == {"body": {"a": 1}}
    schema: Node = {"properties": {"body": {}, "name": {}}}
    found = arguments(named, {"body": 1, "name": "n", "undeclared": 2}, schema)
    assert found == {"body": 1, "name": "n", "extra_body": {"undeclared": 2}}


def test_typed_values() -> None:
    def method(*, at: Any, day: Any, id: Any, data: Any) -> None: ...

    schema: Node = {
        "properties": {
            "at": {"type": "array", "items": {"type": "string", "format": "date-time"}},
            "day": {"type": "string", "format": "date"},
            "id": {"type": ["string", "null"], "format": "uuid"},
            "data": {"type": "string", "format": "byte"},
        }
    }
    body = {"at": ["2026-01-31T12:00:00Z"], "day": "2026-01-31", "id": str(uuid.UUID(int=1)), "data": "AA=="}
    assert arguments(method, body, schema) == {
        "at": [datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)],
        "day": datetime.date(2026, 1, 31),
        "id": uuid.UUID(int=1),
        "data": b"\0",
    }


@pytest.mark.parametrize(
    ("places", "body", "message"),
    [
        ({"query": [("b", 1, {})]}, {}, "no query parameter 'b'"),
        ({"query": [("timeout", 1, {})]}, {}, "no query parameter 'timeout'"),
        ({}, {"b": 1}, "no property 'b' of the body"),
        ({}, [], "no body as a whole"),
    ],
)
def test_what_the_method_does_not_take(places: dict[str, Any], body: Any, message: str) -> None:
    def method(*, a: str = "", timeout: float = 1) -> None: ...

    with pytest.raises(CannotCall, match=message):
        arguments(method, body, {"properties": {"a": {}, "b": {}}}, **places)
