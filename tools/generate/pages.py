"""How the answers of an operation are paged, which `x-pagination` says."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from .normalise import Normal
from .refusal import Place, Refusal
from .values import Array, Nullable, Object, Value, Values

Schema = dict[str, Any]

_NAMES = {
    "resultsPath": "results",
    "limitParam": "limit",
    "cursorParam": "cursor",
    "cursorPath": "cursor_path",
    "pageParam": "page",
    "pageStart": "start",
    "pageOffsetParam": "offset",
}


@frozen
class Pages:
    """arguments: of the runtime's `Pagination`. item: what a page lists."""

    arguments: dict[str, Any]
    item: Value


def read_pages(
    normal: Normal, node: Schema, place: Place, result: Value | None, defaults: dict[str, Any]
) -> Pages | None:
    """What an operation says of its pages, where it does. `defaults` are those of its parameters."""
    said = node.get("x-pagination")
    if said is None:
        return None
    place = (*place, "x-pagination")
    unknown = set(said) - set(_NAMES)
    if unknown:
        raise Refusal(place, f"{', '.join(sorted(unknown))} is not known", f"write some of {', '.join(_NAMES)}")
    ways = [key for key in ("cursorParam", "pageParam", "pageOffsetParam") if key in said]
    if len(ways) != 1:
        raise Refusal(place, "pages are turned in one way", "write one of cursorParam, pageParam and pageOffsetParam")
    if ways == ["cursorParam"] and "cursorPath" not in said:
        raise Refusal(place, "cursorParam without cursorPath", "write where in the answer the next cursor stands")
    arguments: dict[str, Any] = {"results": said.get("resultsPath", "")}
    arguments |= {_NAMES[key]: value for key, value in said.items() if key != "resultsPath"}
    limit = said.get("limitParam")
    if limit is not None and defaults.get(limit) is not None:
        arguments["default_limit"] = defaults[limit]
    return Pages(arguments, _item(normal, result, said.get("resultsPath", ""), place))


def _item(normal: Normal, result: Value | None, path: str, place: Place) -> Value:
    value = result
    for part in path.split(".") if path else ():
        if isinstance(value, Nullable):
            value = value.value
        schema = normal.schemas[value.name] if isinstance(value, Object) else {}
        if part not in schema.get("properties", {}):
            raise Refusal(
                place, f"resultsPath {path!r}: there is no {part!r}", "name the property that lists the results"
            )
        value = Values(normal).of(schema["properties"][part])
    if isinstance(value, Nullable):
        value = value.value
    if not isinstance(value, Array):
        raise Refusal(place, f"resultsPath {path!r} is not an array", "name the property that lists the results")
    return value.item
