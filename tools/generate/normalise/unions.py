"""Unions: what their members are, and by which property they can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..refusal import Place, Refusal
from .keywords import ANNOTATIONS, CHECKS, structure

if TYPE_CHECKING:
    from .document import Normal

Schema = dict[str, Any]
_BESIDE = frozenset({"oneOf", "anyOf", "discriminator", "nullable", "type"})


def union(normal: Normal, schema: Schema, place: Place, name: str) -> Schema:
    """The normal form of a `oneOf` or `anyOf`: flat, without doubles, with null as a member."""
    if "oneOf" in schema and "anyOf" in schema:
        raise Refusal(
            place, f"{name}: oneOf and anyOf side by side are not supported", "write one of them, with all members"
        )
    keyword = "oneOf" if "oneOf" in schema else "anyOf"
    # What stands beside holds for each member.
    base = {key: value for key, value in schema.items() if key not in _BESIDE | ANNOTATIONS | CHECKS}
    if structure(base) or schema.get("type", "object") != "object":
        base |= {"type": schema["type"]} if "type" in schema else {}
    members: list[Schema] = []
    has_null = False
    for index, member in enumerate(schema[keyword]):
        where = (*place, keyword, index)
        whole = {"allOf": [base, member]} if structure(base) else member
        form = _undescribed(normal.inline(whole, where, f"{name}Variant{index + 1}"))
        inner = form["anyOf"] if "anyOf" in form and "discriminator" not in form else [form]
        for each in inner:
            if each == {"type": "null"}:
                has_null = True
            elif each not in members:
                members.append(each)
    if {} in members:
        return {}
    if not members:
        return {"type": "null"}
    null = [{"type": "null"}] if has_null else []
    if len(members) == 1:
        return {"anyOf": [*members, *null]} if null else members[0]
    several: Schema = {"anyOf": [*members, *null]}
    if "discriminator" in schema:
        several["discriminator"] = _declared(normal, schema, place, members, name)
    return several


def only_checks(schema: Schema) -> bool:
    """Whether the members of a union only say which properties go together, which is left to the server."""
    return all(
        isinstance(member, dict) and structure(member) <= CHECKS | {"required"}
        for member in [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    )


def _declared(normal: Normal, schema: Schema, place: Place, members: list[Schema], name: str) -> Schema:
    declared = schema["discriminator"]
    mapping: Schema = {}
    for value, target in declared.get("mapping", {}).items():
        reference = target if target.startswith("#/") else f"#/components/schemas/{target}"
        mapping[value] = _undescribed(normal.inline({"$ref": reference}, (*place, "discriminator"), name))
    if not mapping:
        for member in members:
            if "$ref" in member:
                mapping[member["$ref"].rpartition("/")[2]] = member
    return {"propertyName": declared["propertyName"], "mapping": mapping}


def discriminator(normal: Normal, form: Schema) -> tuple[str, dict[Any, Schema]] | None:
    """The property that tells the members of a union apart, and the member that each of its values stands for.

    It is the one that the contract declares, else one whose values are constants, different in each member.
    """
    objects = [member for member in form["anyOf"] if "properties" in normal.resolve(member)]
    declared = form.get("discriminator")
    if declared is not None:
        found = _constants(normal, objects, declared["propertyName"]) if len(objects) > 1 else None
        return declared["propertyName"], {**(found or {}), **declared["mapping"]}
    if len(objects) < 2:
        return None
    for name in normal.resolve(objects[0])["properties"]:
        if all(name in normal.resolve(member)["properties"] for member in objects):
            found = _constants(normal, objects, name)
            if found is not None:
                return name, found
    return None


def _constants(normal: Normal, objects: list[Schema], name: str) -> dict[Any, Schema] | None:
    mapping: dict[Any, Schema] = {}
    for member in objects:
        held = normal.resolve(normal.resolve(member)["properties"].get(name, {}))
        values = [held["const"]] if "const" in held else held.get("enum")
        if not values or not mapping.keys().isdisjoint(values):
            return None
        mapping |= dict.fromkeys(values, member)
    return mapping


def _undescribed(form: Schema) -> Schema:
    return {key: value for key, value in form.items() if key not in ANNOTATIONS}
