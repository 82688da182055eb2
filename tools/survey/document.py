"""Puts operations of another contract into a document like ours."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.contract import METHODS
from tools.project import CONTRACT, ROOT

from .contract import Contract, Operation
from .schemas import Node

OURS = ROOT / CONTRACT
# Taken from our own contract.
_DROPPED = ("security", "servers")


def document(contract: Contract, operations: Iterable[Operation]) -> Node:
    """Return a document with `operations`, the components they refer to, and our servers, security and info."""
    ours = _ours()
    paths: dict[str, Node] = {}
    for operation in operations:
        item: Node = contract.root["paths"][operation.path]
        shared = {key: value for key, value in item.items() if key not in (*METHODS, *_DROPPED)}
        node = {key: value for key, value in contract.node(operation).items() if key not in _DROPPED}
        changed = {"operationId": operation.name, "tags": [operation.tag]}
        paths.setdefault(operation.path, shared)[operation.method] = node | changed
    components = _components(contract, paths)
    components["securitySchemes"] = ours["components"]["securitySchemes"]
    top: Node = {key: ours[key] for key in ("openapi", "info", "servers", "security")}
    tags = [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)]
    written: Node = _in_3_1(top | {"tags": tags, "paths": paths, "components": components})
    return written


def component_names(contract: Contract, operation: Operation) -> set[tuple[str, str]]:
    """Return the kind and name of each component that an operation needs, directly or not."""
    found = _components(contract, contract.node(operation))
    return {(kind, name) for kind, components in found.items() for name in components}


def _components(contract: Contract, node: Any) -> dict[str, Node]:
    found: dict[str, Node] = {}
    waiting = list(_references(node))
    while waiting:
        kind, name = waiting.pop()
        if kind != "securitySchemes" and name not in found.setdefault(kind, {}):
            found[kind][name] = contract.root["components"][kind][name]
            waiting += _references(found[kind][name])
    return found


def dump(root: Node, path: Path) -> None:
    """Write the document as YAML."""
    path.write_text(yaml.dump(root, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")


@cache
def _ours() -> Node:
    root: Node = yaml.load(OURS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return root


def _references(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind and name of each component that is referred to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict):  # whose keys are names, even `$ref`
                yield from _references(list(value.values()))
            elif key == "$ref" and isinstance(value, str):
                kind, _, name = value.removeprefix("#/components/").partition("/")
                yield kind, name.partition("/")[0].replace("~1", "/").replace("~0", "~")
            elif key == "mapping" and isinstance(value, dict):
                for target in value.values():
                    yield from _references({"$ref": target}) if str(target).startswith("#/") else ()
            elif key not in ("example", "examples"):
                yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _in_3_1(node: Any) -> Any:
    """Convert the bounds that are flags, which 3.1 does not allow. The rest stays as a maintainer would paste it."""
    if isinstance(node, list):
        return [_in_3_1(item) for item in node]
    if not isinstance(node, dict):
        return node
    # With this extension of ours, some answers would be errors.
    written = {key: _in_3_1(value) for key, value in node.items() if key != "x-provider-error"}
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(written.get(flag), bool) and written.pop(flag) and bound in written:
            written[flag] = written.pop(bound)
    return written


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _quoted(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    # A plain string in the dumper's YAML 1.1 may be a number in 1.2.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_Dumper.add_representer(str, _quoted)
