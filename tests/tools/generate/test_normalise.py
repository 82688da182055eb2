"""The normal forms of schemas."""

from typing import Any

import pytest

from tools.generate.normalise import Normal, normalise
from tools.generate.normalise.merge import References
from tools.generate.normalise.unions import discriminator
from tools.generate.refusal import Refusal

NULL = {"type": "null"}


def normal(**schemas: Any) -> Normal:
    return normalise({"components": {"schemas": schemas}})


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        (True, {}),
        ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, NULL]}),
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, NULL]}),
        ({"oneOf": [{"type": "string"}, NULL]}, {"anyOf": [{"type": "string"}, NULL]}),
        ({"oneOf": [{"type": "string"}, {"type": "integer", "nullable": True}]},
         {"anyOf": [{"type": "string"}, {"type": "integer"}, NULL]}),
        ({"type": ["string", "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"oneOf": [{"type": "string"}, {"anyOf": [{"type": "integer"}, {"type": "string"}]}]},
         {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"oneOf": [{"type": "string"}]}, {"type": "string"}),
        ({"oneOf": [{"type": "string"}, {}]}, {}),
        ({"const": None}, NULL),
        ({"items": {"type": "string"}}, {"type": "array", "items": {"type": "string"}}),
        ({"allOf": [ref("Named")], "description": "Mine.", "nullable": True},
         {"anyOf": [ref("Named"), NULL], "description": "Mine."}),
        ({"allOf": [{"type": "integer"}, {"type": "number", "minimum": 1}]}, {"type": "integer", "minimum": 1}),
        ({"allOf": [{"type": "string"}, {"description": "Only words."}]},
         {"type": "string", "description": "Only words."}),
        (ref("Alias"), {"type": "string", "description": "An alias."}),
        ({"properties": {"x": {}}, "oneOf": [ref("Named"), {"properties": {"y": {}}}]},
         {"anyOf": [ref("HolderHeldVariant1"), ref("HolderHeldVariant2")]}),
    ],
)  # fmt: skip
def test_forms(schema: Any, form: dict[str, Any]) -> None:
    found = normal(
        Named={"type": "object", "properties": {"a": {}}, "description": "Its own."},
        Alias={"type": "string", "description": "An alias."},
        Holder={"type": "object", "properties": {"held": schema}},
    )
    held = found.schemas["Holder"]["properties"]["held"]
    assert {**held, "anyOf": held.get("anyOf")} == {**form, "anyOf": form.get("anyOf")}


def test_what_is_inside_gets_a_name_of_its_own() -> None:
    found = normal(
        Thing={
            "type": "object",
            "properties": {
                "kind": {"enum": ["a", "b", None]},
                "part": {"type": "object", "title": "Same", "properties": {"x": {}}},
                "parts": {"type": "array", "items": {"type": "object", "title": "Same", "properties": {"x": {}}}},
                "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"x": {}}}},
            },
        },
        ThingPart={"type": "string"},
    )
    assert list(found.schemas) == [
        "Thing",
        "ThingKind",
        "ThingPart2",
        "ThingPartsItem",
        "ThingMap",
        "ThingMapAdditionalProperty",
    ]
    assert found.schemas["Thing"]["properties"]["kind"] == {"anyOf": [ref("ThingKind"), NULL]}
    assert found.schemas["ThingKind"] == {"type": "string", "enum": ["a", "b"]}


def test_names_of_modules_do_not_meet() -> None:
    thing = {"type": "object", "properties": {"a": {}}}
    found = normal(AWSThing=thing, AwsThing=thing, List=thing)
    assert found.modules == {"AWSThing": "aws_thing", "AwsThing": "aws_thing2", "List": "list_"}


def test_parts_are_merged() -> None:
    found = normal(
        Base={"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "description": "Base."}}},
        Link={"allOf": [ref("Base")]},
        Beside={"type": "object", "properties": {"beside": {}}},
        Whole={
            "allOf": [
                ref("Link") | {"allOf": [ref("Beside")]},
                {"type": "object", "required": ["more"], "properties": {"more": {}, "id": {"description": "Whole."}}},
            ]
        },
    )
    assert found.schemas["Whole"] == {
        "type": "object",
        "required": ["id", "more"],
        "properties": {"id": {"type": "string", "description": "Whole."}, "beside": {}, "more": {}},
    }


def shape(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


TEXT = shape(kind={"type": "string"})
MAPPING = {"x": "#/components/schemas/First", "y": "Second"}


@pytest.mark.parametrize(
    ("first", "second", "declared", "expected"),
    [
        (shape(kind={"const": "a"}), shape(kind={"const": "b"}), None, {"a": "First", "b": "Second"}),
        (shape(kind={"enum": ["a"]}), shape(kind={"enum": ["b", "c"]}), None, dict(a="First", b="Second", c="Second")),
        (shape(kind={"enum": ["a"]}), shape(kind={"enum": ["a", "b"]}), None, None),
        (TEXT, shape(kind={"enum": ["a"]}), None, None),
        (TEXT, TEXT, {"propertyName": "kind", "mapping": MAPPING}, {"x": "First", "y": "Second"}),
        (TEXT, TEXT, {"propertyName": "kind"}, {"First": "First", "Second": "Second"}),
    ],
)
def test_what_tells_members_apart(first: Any, second: Any, declared: Any, expected: Any) -> None:
    union: dict[str, Any] = {"oneOf": [ref("First"), ref("Second")]}
    if declared is not None:
        union["discriminator"] = declared
    found = normal(First=first, Second=second, Holder=shape(held=union))
    told = discriminator(found, found.schemas["Holder"]["properties"]["held"])
    values = told and {value: form["$ref"].rpartition("/")[2] for value, form in told[1].items()}
    assert (told and told[0], values) == (expected and "kind", expected)


def test_objects_may_hold_themselves() -> None:
    found = normal(Tree=shape(children={"type": "array", "items": ref("Tree")}))
    assert found.schemas["Tree"]["properties"]["children"]["items"] == ref("Tree")


def test_references_that_go_in_a_circle_are_refused() -> None:
    references = References({"a": ref("b"), "components": {"schemas": {"b": {"$ref": "#/a"}}}})
    with pytest.raises(Refusal, match="leads to itself"):
        references.follow({"$ref": "#/a"}, ())
