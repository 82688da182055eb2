"""Other ways to write the same are not drift."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from .support import CONTRACT, Contract, Mutation, at, contract, dump, mutated, run, set_in


def _walk(node: Any, change: Any) -> Any:
    """Return `node` with `change` applied to each mapping in it, innermost first."""
    if isinstance(node, dict):
        return change({key: _walk(value, change) for key, value in node.items()})
    return [_walk(item, change) for item in node] if isinstance(node, list) else node


def _everywhere(change: Any) -> Mutation:
    def mutate(document: Contract) -> None:
        changed = _walk(document, change)
        document.clear()
        document.update(changed)

    return mutate


def _reworded(node: Contract) -> Contract:
    return node | ({"description": "Other words."} if isinstance(node.get("description"), str) else {})


def _without_examples(node: Contract) -> Contract:
    return {key: value for key, value in node.items() if key not in ("example", "examples", "summary")}


def _reversed(node: Contract) -> Contract:
    return dict(reversed(node.items()))


def _renamed_schemas(document: Contract) -> None:
    _everywhere(_renamed_reference)(document)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {f"Datadog{name}": schema for name, schema in schemas.items()}


def _renamed_reference(node: Contract) -> Contract:
    return node | ({"$ref": node["$ref"].replace("/schemas/", "/schemas/Datadog")} if "$ref" in node else {})


def _inlined(document: Contract) -> None:
    components = document["components"]

    def follow(node: Contract) -> Contract:
        if "$ref" not in node:
            return node
        _, _, section, name = node["$ref"].split("/")
        target: Contract = _walk(components[section][name], follow)
        return target

    document["paths"] = _walk(document["paths"], follow)
    del components["schemas"], components["parameters"], components["responses"], components["headers"]


def _extracted(document: Contract) -> None:
    schemas = document["components"]["schemas"]
    for name in list(schemas):
        for field, schema in schemas[name].get("properties", {}).items():
            schemas[f"{name}_{field}"] = schema
            schemas[name]["properties"][field] = {"$ref": f"#/components/schemas/{name}_{field}"}


def _nullable_as_in_3_0(node: Contract) -> Contract:
    kinds = node.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        return node | {"type": next(kind for kind in kinds if kind != "null"), "nullable": True}
    members = node.get("anyOf")
    if isinstance(members, list) and {"type": "null"} in members:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        member: Contract = next(member for member in members if member != {"type": "null"})
        return rest | {"nullable": True} | member
    return node


def _nullable_through_all_of(node: Contract) -> Contract:
    if node.get("nullable") and "$ref" in node:
        return {"nullable": True, "allOf": [{"$ref": node["$ref"]}]}
    return node


def _as_3_0(document: Contract) -> None:
    _everywhere(_nullable_as_in_3_0)(document)
    document["openapi"] = "3.0.3"


def _as_3_0_through_all_of(document: Contract) -> None:
    _as_3_0(document)
    _everywhere(_nullable_through_all_of)(document)


def _oauth(document: Contract) -> None:
    schemes = document["components"]["securitySchemes"]
    schemes["AuthZ"] = {"type": "oauth2", "flows": {}}
    del schemes["bearerAuth"]
    for where in ("list", "models", "run"):
        at(document, where)["security"][1] = {"AuthZ": []}


def _parameters_of_the_path(document: Contract) -> None:
    for item in document["paths"].values():
        for operation in list(item.values()):
            item["parameters"] = operation.pop("parameters")


def _subdomain(document: Contract) -> None:
    server = document["servers"][0]
    server["url"] = "https://{subdomain}.{site}/"
    server["variables"]["subdomain"] = {"default": "api"}
    document["servers"].insert(0, {"url": "https://elsewhere.example"})


_ENUM = {"type": "string", "enum": ["low", "medium", "high", "max"]}

SAME = {
    "names of schemas": _renamed_schemas,
    "order of keys": _everywhere(_reversed),
    "order of enum values": lambda document: at(document, "AnthropicEffort.enum").reverse(),
    "order of required": lambda document: at(document, "InferenceOutput.required").reverse(),
    "descriptions": _everywhere(_reworded),
    "examples": _everywhere(_without_examples),
    "inlined references": _inlined,
    "extracted schemas": _extracted,
    "3.0 nullable": _as_3_0,
    "3.0 nullable through allOf": _as_3_0_through_all_of,
    "words of the preview note": set_in("run", "x-unstable", "**Note**: other words"),
    "names of operations": set_in("run", "operationId", "CreateInference"),
    "open enum": set_in("components.schemas", "AnthropicEffort", {"anyOf": [_ENUM, {"type": "string"}]}),
    "choice of one": set_in("components.schemas", "AnthropicEffort", {"oneOf": [_ENUM]}),
    "further fields said": set_in("Message", "additionalProperties", {}),
    "further fields unsaid": lambda document: at(document, "ToolCall.properties.arguments").pop("additionalProperties"),
    "limits that limit nothing": set_in("InferenceRequest.properties.model_id", "minLength", 0),
    "name and kind of the bearer scheme": _oauth,
    "security of the document": lambda document: at(document, "list").pop("security"),
    "order of security": lambda document: at(document, "list.security").reverse(),
    "order of sites": lambda document: at(document, "servers.0.variables.site.enum").reverse(),
    "a site named twice": lambda document: at(document, "servers.0.variables.site.enum").append("datadoghq.eu"),
    "parts of the address": _subdomain,
    "parameters of the path": _parameters_of_the_path,
}


@pytest.mark.parametrize("name", SAME)
def test_other_words_for_the_same(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = tmp_path / "same.yaml"
    document = mutated(SAME[name])
    same.write_text(dump(document), encoding="utf-8")
    assert document != contract() or "order" in name
    assert run(capsys, CONTRACT, same) == (0, [])
    assert run(capsys, same, CONTRACT) == (0, [])


def test_operations_elsewhere_do_not_concern_us(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tmp_path / "more.yaml"
    elsewhere = set_in("paths", "/api/v2/other", {"get": {"responses": {"200": {"description": "Other."}}}})
    more.write_text(dump(mutated(elsewhere)), encoding="utf-8")
    assert run(capsys, CONTRACT, more) == (0, [])


def test_the_same_file_with_other_line_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = tmp_path / "same.yaml"
    same.write_bytes(b"\xef\xbb\xbf" + CONTRACT.read_bytes().replace(b"\n", b"\r\n"))
    assert run(capsys, CONTRACT, same) == (0, [])


def test_schemas_that_contain_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def recursive(document: Contract) -> None:
        at(document, "ToolCall.properties")["inner"] = {"$ref": "#/components/schemas/ToolCall", "nullable": True}
        at(document, "ToolCall")["additionalProperties"] = {"$ref": "#/components/schemas/ToolCall"}

    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    document = mutated(recursive)
    one.write_text(dump(document), encoding="utf-8")
    # The same, expanded by one level.
    at(document, "ToolCall.properties")["inner"] = deepcopy(at(document, "ToolCall")) | {"nullable": True}
    other.write_text(dump(document), encoding="utf-8")
    assert run(capsys, one, other) == (0, [])
    at(document, "ToolCall.properties.name")["type"] = "integer"
    other.write_text(dump(document), encoding="utf-8")
    code, findings = run(capsys, one, other)
    assert code == 1
    assert {finding["kind"] for finding in findings} == {"type-changed"}
