import datetime
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from unittest import mock

import pytest
from datadog_llm_client import ValidationError
from datadog_llm_client._runtime.values import decoding as read
from datadog_llm_client._runtime.values.models import encode
from datadog_llm_client._runtime.values.reading import Reading
from datadog_llm_client._runtime.values.unions import is_array, is_object
from datadog_llm_client._runtime.values.unknowns import Unknown, unknowns

from tests.support.shapes import Circle, Group, Owner, Thing, decode_shape

CIRCLE = {"kind": "circle", "radius": 1}
STAR = {"kind": "star", "points": 5}


@pytest.mark.parametrize("value", [CIRCLE, MappingProxyType(CIRCLE), Circle(kind="circle", radius=1)])
def test_a_discriminator_names_the_member(value: Any) -> None:
    found = decode_shape(value)
    assert type(found) is Circle
    assert found.to_dict() == CIRCLE


def test_members_refer_to_each_other() -> None:
    found = decode_shape({"kind": "group", "shapes": [CIRCLE, {"kind": "group", "shapes": [CIRCLE]}]})
    assert [type(shape) for shape in found.shapes] == [Circle, Group]
    circle = decode_shape(CIRCLE)
    assert found == Group(kind="group", shapes=[circle, Group(kind="group", shapes=[circle])])


def test_a_member_of_tomorrow_is_a_plain_dict() -> None:
    reading = Reading(is_lenient=False)
    with reading:
        found = decode_shape({"kind": "group", "shapes": [CIRCLE, STAR]})
    assert type(found.shapes[1]) is dict
    assert found.to_dict() == {"kind": "group", "shapes": [CIRCLE, STAR]}
    assert list(unknowns(found, reading)) == [Unknown("shapes[]", STAR)]


def test_a_member_of_tomorrow_may_be_sent() -> None:
    assert decode_shape(STAR) == STAR


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("circle", "the document: expected an object, found a string 'circle'"),
        (None, "the document: expected an object, found null"),
        ({"radius": 1}, "kind: expected a required property, found nothing"),
        ({"kind": None}, "kind: expected one of 'circle', 'group', found null"),
        ({"kind": ["circle"]}, "kind: expected one of 'circle', 'group', found an array"),
        ({"kind": "circle"}, "radius: expected a required property, found nothing"),
        (
            {"kind": "group", "shapes": [{"kind": "circle", "radius": "x"}]},
            "shapes[0].radius: expected a finite number",
        ),
    ],
)
def test_a_value_that_is_no_member_is_refused(value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        decode_shape(value)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", [1, True, "1"])
def test_a_discriminator_of_any_type(name: Any) -> None:
    decode = read.discriminated("kind", {name: Owner.from_dict})
    assert decode({"kind": name, "name": "Ann"}) == Owner(name="Ann", additional_properties={"kind": name})
    assert decode({"kind": "other", "name": "Ann"}) == {"kind": "other", "name": "Ann"}


UUID = "5b1c0c9e-5a0c-4d3e-8a53-4c2d0c3d8a11"


@pytest.mark.parametrize(
    ("members", "value", "kind"),
    [
        ((read.string, read.integer), 1, int),
        ((read.integer, read.number), 0.5, float),
        ((read.string, read.array(read.string)), ["a"], list),
        ((read.string, read.boolean, read.null), None, type(None)),
        ((read.date_time, read.string), "2024-05-01T10:00:00Z", datetime.datetime),
        ((read.date_time, read.string), "tomorrow", str),
        ((read.uuid_, read.string), UUID, uuid.UUID),
        ((Owner.from_dict, Circle.from_dict), CIRCLE, Circle),
        ((Circle.from_dict, Owner.from_dict), {"name": "Ann"}, Owner),
        # Both read it, and only one knows all of it.
        ((read.json_object, read.mapping(read.string)), {"name": "Ann"}, dict),
        ((Owner.from_dict, Thing.from_dict), {"name": "Ann"}, Owner),
    ],
)
def test_the_member_that_reads_it(members: Any, value: Any, kind: type) -> None:
    found = read.one_of(*members)(value)
    assert type(found) is kind
    assert encode(found) == value


class Place(Owner):
    """Has the properties of an `Owner`, and knows other values of the enum."""

    _known_values = {"size": frozenset({"huge"})}  # noqa: RUF012

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Any:
        properties = read.json_object(src_dict)
        size = read.optional(properties, "size", read.enum(frozenset({"huge"}), read.string))
        return cls(
            name=read.string(properties.pop("name", None)), size=size, additional_properties=read.remaining(properties)
        )


class Named(Owner):
    """Knows no size at all."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Any:
        properties = read.json_object(src_dict)
        return cls(name=read.string(properties.pop("name", None)), additional_properties=read.remaining(properties))


@pytest.mark.parametrize("members", [(Named, Owner, Place), (Place, Owner, Named), (Owner, Named, Place)])
@pytest.mark.parametrize(
    ("value", "best"),
    [({"name": "a", "size": "small"}, Owner), ({"name": "a", "size": "huge"}, Place), ({"name": "a"}, None)],
)
def test_the_member_that_knows_all_of_it_wins(members: Any, value: Any, best: Any) -> None:
    found = read.one_of(*(member.from_dict for member in members))(value)
    assert type(found) is (best or members[0])


def test_else_the_first_that_reads_it_and_what_it_does_not_know_is_told() -> None:
    reading = Reading(is_lenient=True)
    with reading:
        found = read.one_of(Owner.from_dict, Named.from_dict)({"name": "a", "new": 1})
    assert type(found) is Owner
    assert list(unknowns(found, reading)) == [Unknown("new", 1)]


def test_what_a_member_met_within_is_told() -> None:
    reading = Reading(is_lenient=True)
    with reading:
        found = read.one_of(Owner.from_dict, decode_shape)({"kind": "group", "shapes": [STAR]})
    assert list(unknowns(found, reading)) == [Unknown("shapes[]", STAR)]


@pytest.mark.parametrize(
    ("members", "value", "message"),
    [
        ((read.string, read.integer), None, "the document: expected a string or an integer, found null"),
        ((read.string, read.string), 1, "the document: expected a string, found an integer"),
        (
            (Owner.from_dict, Circle.from_dict),
            {},
            "the document: expected a required property as name or a required property as kind, found an object",
        ),
    ],
)
def test_what_no_member_reads_is_refused(members: Any, value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read.one_of(*members)(value)
    assert str(caught.value) == message


def test_what_a_decoder_reads_is_known() -> None:
    assert is_object(Owner.from_dict)
    assert is_object(decode_shape)
    assert is_object(read.one_of(Owner.from_dict, decode_shape))
    assert not is_object(read.one_of(Owner.from_dict, read.string))
    assert not is_object(read.mapping(read.string))
    assert is_array(read.array(read.string))
    assert is_array(read.deferred(lambda: read.array(read.string)))
    assert is_array(read.one_of(read.array(read.string), read.array(read.integer)))
    assert not is_array(read.string)


def test_a_deferred_decoder_is_made_once() -> None:
    make = mock.Mock(return_value=read.string)
    decode = read.deferred(make)
    assert make.call_count == 0
    assert [decode("a"), decode("b")] == ["a", "b"]
    assert make.call_count == 1
