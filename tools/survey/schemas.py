"""The survey's own reading of schemas: follows references and merges `allOf`."""

from typing import Any

from tools.contract import lookup

Node = dict[str, Any]

_TYPES: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}
# Keywords that imply a type if none is named.
_TELLING = {"properties": "object", "additionalProperties": "object", "items": "array"}


class Schemas:
    """The schemas of one document."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._views: dict[str, Node] = {}

    def resolve(self, node: Any) -> Any:
        """Follow the reference of a parameter, a body or a response."""
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            node = lookup(self._root, node["$ref"])
        return node

    def view(self, node: Any) -> Node:
        """Return a schema without `$ref` and `allOf` at its top level. Inner schemas stay as they are."""
        if not isinstance(node, dict):
            return {} if node is not False else {"not": {}}
        if "$ref" in node:
            reference = node["$ref"]
            if reference not in self._views:
                self._views[reference] = self.view(lookup(self._root, reference))
            beside = {key: value for key, value in node.items() if key != "$ref"}
            return merged(self._views[reference], beside) if beside else self._views[reference]
        if "allOf" in node:
            found = {key: value for key, value in node.items() if key != "allOf"}
            for member in node["allOf"]:
                found = merged(self.view(member), found)
            return found
        return node


def merged(one: Node, other: Node) -> Node:
    """Return a schema for what fits both."""
    one, other = _without_closed(one, other), _without_closed(other, one)
    both = {**one, **other}
    for keyword, value in one.items():
        if keyword not in other:
            continue
        more = other[keyword]
        if keyword == "properties":
            both[keyword] = {
                name: {"allOf": [value[name], more[name]]}
                if name in value and name in more
                else {**value, **more}[name]
                for name in {**value, **more}
            }
        elif keyword == "required":
            both[keyword] = [*value, *(name for name in more if name not in value)]
        elif keyword == "enum":
            both[keyword] = [item for item in value if item in more]
        elif keyword in ("minimum", "minLength", "minItems", "exclusiveMinimum"):
            both[keyword] = max(value, more)
        elif keyword in ("maximum", "maxLength", "maxItems", "exclusiveMaximum"):
            both[keyword] = min(value, more)
        elif keyword == "type":
            common = [name for name in _listed(value) if name in _listed(more)]
            both[keyword] = common or more
    if not (allows_null(one) and allows_null(other)) and (says_type(one) and says_type(other)):
        both.pop("nullable", None)
    return both


def _without_closed(node: Node, beside: Node) -> Node:
    """Return a schema without the properties that a closed schema beside it does not name."""
    if beside.get("additionalProperties") is not False or "properties" not in node:
        return node
    named = beside.get("properties", {})
    return node | {"properties": {name: schema for name, schema in node["properties"].items() if name in named}}


def types(node: Node) -> list[str]:
    """Return the types that a schema names or implies, without null."""
    named = [name for name in _listed(node.get("type", [])) if name != "null"]
    if named or "null" in _listed(node.get("type", [])):
        return named
    values = [node["const"]] if "const" in node else node.get("enum", [])
    found = [_TYPES[type(value)] for value in values if value is not None]
    found += [kind for keyword, kind in _TELLING.items() if keyword in node]
    return list(dict.fromkeys(found))


def allows_null(node: Node) -> bool:
    """Whether null is allowed, by OpenAPI 3.0 or 3.1."""
    return (
        node.get("nullable") is True
        or "null" in _listed(node.get("type", []))
        or (not node.get("type") and None in node.get("enum", []))
        or node.get("const", 0) is None
    )


def says_type(node: Node) -> bool:
    """Whether a schema limits the type at all, as `nullable` alone does not."""
    return bool(types(node)) or "null" in _listed(node.get("type", []))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
