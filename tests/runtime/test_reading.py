"""Two ways of reading: the strict one refuses what the contract does not say, the lenient one keeps it and tells."""

import copy
import json
import logging
import pickle
from typing import Any

import httpx
import pytest
from datadog_llm_client import UNSET, Response, ResponseValidationError, ValidationError
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.responses import ResponseBody, read
from datadog_llm_client._runtime.values.decoding import array, mapping, string
from datadog_llm_client._runtime.values.unknowns import Unknown, UnknownReporter, unknowns

from tests.support.shapes import FULL_THING, THING, Owner, Thing

REQUIRED = "a required property"


def missing(name: str) -> Unknown:
    return Unknown(name, UNSET, "nothing", REQUIRED)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in THING.items() if key != name}


def parse(document: Any, decode: Any, observe: Any, *, strict: bool = False) -> Any:
    """A document as it is parsed from a response."""
    operation: Operation[Any] = Operation("get", "GET", "/", responses=(ResponseBody(200, "application/json", decode),))
    response = Response(200, httpx.Headers(), json.dumps(document).encode(), None, "GET", "/")
    return read(operation, response, observe, strict=strict).parsed


def answered(document: Any, decode: Any = Thing.from_dict, *, strict: bool = False) -> tuple[Any, list[Unknown]]:
    """A document as it is parsed from a response, and what is to be told of it."""
    told: list[Unknown] = []

    def observe(parsed: Any, reading: Any) -> None:
        told.extend(unknowns(parsed, reading))

    return parse(document, decode, observe, strict=strict), told


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("document", [THING, FULL_THING])
def test_an_answer_as_the_contract_says_is_read_alike(document: Any, strict: bool) -> None:
    parsed, told = answered(document, strict=strict)
    assert parsed == Thing.from_dict(document)
    assert parsed.to_dict() == document
    assert told == []


@pytest.mark.parametrize(
    ("document", "name", "value", "told"),
    [
        # A missing scalar that is required is UNSET.
        *((without(name), name, UNSET, missing(name)) for name in ("id", "count", "note", "limits")),
        # A value of another type comes as it came.
        ({**THING, "id": 5}, "id", 5, Unknown("id", 5, "int", "a string")),
        ({**THING, "id": None}, "id", None, Unknown("id", None, "NoneType", "a string")),
        ({**THING, "count": "2"}, "count", "2", Unknown("count", "2", "str", "an integer")),
        ({**THING, "count": 2.5}, "count", 2.5, Unknown("count", 2.5, "float", "an integer")),
        ({**THING, "note": []}, "note", [], Unknown("note", [], "list", "a string")),
        ({**THING, "from": 1}, "from_", 1, Unknown("from", 1, "int", "a string")),
        ({**THING, "weight": "1"}, "weight", "1", Unknown("weight", "1", "str", "a finite number")),
        ({**THING, "tags": "a"}, "tags", "a", Unknown("tags", "a", "str", "an array")),
        ({**THING, "tags": {"a": 1}}, "tags", {"a": 1}, Unknown("tags", {"a": 1}, "dict", "an array")),
        ({**THING, "tags": ["a", 5]}, "tags", ["a", 5], Unknown("tags[]", 5, "int", "a string")),
        ({**THING, "tags": [None]}, "tags", [None], Unknown("tags[]", None, "NoneType", "a string")),
        ({**THING, "limits": {"day": "5"}}, "limits", {"day": "5"}, Unknown("limits.*", "5", "str", "an integer")),
        ({**THING, "limits": None}, "limits", None, Unknown("limits", None, "NoneType", "an object")),
        ({**THING, "keeper": "Bob"}, "keeper", "Bob", Unknown("keeper", "Bob", "str", "an object")),
        ({**THING, "parts": [3]}, "parts", [3], Unknown("parts[]", 3, "int", "an object")),
        ({**THING, "shape": "round"}, "shape", "round", Unknown("shape", "round", "str", "an object")),
        ({**THING, "label": 5}, "label", 5, Unknown("label", 5, "int", "a member of the union")),
        # Null for an array is an empty one.
        ({**THING, "tags": None}, "tags", [], Unknown("tags", None, "NoneType", "an array")),
        ({**THING, "parts": None}, "parts", [], Unknown("parts", None, "NoneType", "an array")),
        (without("tags"), "tags", [], missing("tags")),
        # Any other null of what may be absent counts as absent, and is kept.
        ({**THING, "from": None}, "from_", UNSET, Unknown("from", None)),
        ({**THING, "keeper": None}, "keeper", UNSET, Unknown("keeper", None)),
        # Too few items are still items, and a time that is none is text.
        ({**THING, "tags": []}, "tags", [], None),
        ({**THING, "at": "now"}, "at", "now", Unknown("at", "now", "str", "a date and time with a UTC offset")),
        # An object that cannot be read comes as it came where it can be done without.
        ({**THING, "parts": [{"id": "p"}]}, "parts", [{"id": "p"}], Unknown("parts[]", {"id": "p"}, "dict", REQUIRED)),
    ],
)
def test_unexpected_values_are_kept_and_reported(document: Any, name: str, value: Any, told: Unknown | None) -> None:
    before = copy.deepcopy(document)
    parsed, found = answered(document)
    assert getattr(parsed, name) == value
    assert found == ([told] if told is not None else [])
    assert parsed.to_dict() == before
    assert parsed.id == before.get("id", UNSET)
    again = pickle.loads(pickle.dumps(parsed))
    assert again == parsed
    assert again.to_dict() == before
    if told is not None:
        with pytest.raises(ResponseValidationError):
            answered(document, strict=True)
        with pytest.raises(ValidationError):
            Thing.from_dict(document)


def test_several_faults_at_any_depth_each_with_its_place() -> None:
    document = {
        **THING,
        "count": "2",
        "owner": {"size": "huge"},
        "parts": [{**THING, "tags": ["a", 1, "b", 2]}, {**THING, "owners": {"x": {"name": 1}, "y": {"name": "z"}}}],
        "shape": {"kind": "group", "shapes": [{"kind": "circle"}, {"kind": "star"}]},
        "new": 1,
    }
    parsed, told = answered(document)
    assert sorted(((each.path, each.value) for each in told if each.value is not UNSET), key=str) == [
        ("count", "2"),
        ("new", 1),
        ("owner.size", "huge"),
        ("parts[].owners.*.name", 1),
        ("parts[].tags[]", 1),
        ("parts[].tags[]", 2),
        ("shape.shapes[]", {"kind": "star"}),
    ]
    assert [unknown.path for unknown in told if unknown.value is UNSET] == ["owner.name", "shape.shapes[].radius"]
    assert parsed.parts[1].owners["y"] == Owner(name="z")
    assert parsed.to_dict() == document


@pytest.mark.parametrize(
    ("document", "decode", "message"),
    [
        (without("owner"), Thing.from_dict, "owner: expected a required property, found nothing"),
        ({**THING, "owner": None}, Thing.from_dict, "owner: expected an object, found null"),
        ({**THING, "owner": "Ann"}, Thing.from_dict, "owner: expected an object, found a string 'Ann'"),
        ([], Thing.from_dict, "the document: expected an object, found an array"),
        (None, Thing.from_dict, "the document: expected an object, found null"),
        ({}, array(Thing.from_dict), "the document: expected an array, found an object"),
        (None, array(Thing.from_dict), "the document: expected an array, found null"),
        ([], mapping(string), "the document: expected an object, found an array"),
        (5, string, "the document: expected a string, found an integer"),
    ],
)
def test_the_outermost_value_must_fit(document: Any, decode: Any, message: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        answered(document, decode)
    assert str(caught.value) == f"{message} (status 200, GET /)"
    assert json.loads(caught.value.content) == document


def test_one_item_that_cannot_be_read_does_not_cost_the_others() -> None:
    things, told = answered([THING, None, without("owner"), {**THING, "id": 5}], array(Thing.from_dict))
    assert [type(thing) for thing in things] == [Thing, type(None), dict, Thing]
    assert [unknown.path for unknown in told] == ["[]", "[]", "[].id"]


def test_the_only_member_of_a_union_that_can_be_meant_is_read_leniently() -> None:
    parsed, told = answered({**THING, "label": {"size": "small"}})
    assert isinstance(parsed.label, Owner)
    assert parsed.label.to_dict() == {"size": "small"}
    assert [unknown.path for unknown in told] == ["label.name"]
    parsed, told = answered({**THING, "label": ["a", 5]})
    assert parsed.label == ["a", 5]
    assert [unknown.path for unknown in told] == ["label[]"]


def test_an_array_that_stood_for_null_is_written_as_what_is_put_in() -> None:
    parsed, _ = answered({**THING, "tags": None})
    parsed.tags.append("a")
    assert parsed.to_dict() == {**THING, "tags": ["a"]}
    assert Thing.from_dict(parsed).tags == ["a"]


def test_what_an_answer_held_too_little_of_can_be_sent() -> None:
    """A model from an answer is an argument, too: its nulls are no values that the caller gave."""
    parsed, _ = answered({**THING, "from": None, "parts": None, "keeper": {"name": "Bob", "size": None}})
    assert Thing.from_dict(parsed).to_dict() == {**THING, "keeper": {"name": "Bob"}}


def test_reading_leniently_ends_with_the_answer() -> None:
    answered({**THING, "id": 5})
    with pytest.raises(ValidationError):
        Thing.from_dict({**THING, "id": 5})


def test_each_kind_is_told_once_and_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, Any]] = []
    reporter = UnknownReporter(lambda path, value: seen.append((path, value)))
    document = [{**THING, "id": 5}, {**THING, "id": 6}, {**THING, "id": True}, without("id")]
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            parse(document, array(Thing.from_dict), reporter.observe)
    assert seen == [("response[].id", 5), ("response[].id", True), ("response[].id", UNSET)]
    assert [record.getMessage() for record in caplog.records] == [
        "a response does not match the contract: response[].id: expected a string, found int",
        "a response does not match the contract: response[].id: expected a string, found bool",
        "a response does not match the contract: response[].id: expected a required property, found nothing",
    ]


def test_a_reporter_that_nobody_listens_to_still_warns(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        parse({**THING, "id": 5, "new": 1}, Thing.from_dict, UnknownReporter(None).observe)
    assert len(caplog.records) == 1
