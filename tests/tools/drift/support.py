"""A small contract, its mutations, and the command."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml  # type: ignore[import-untyped,unused-ignore]

from tools.drift.__main__ import main

CONTRACT = Path(__file__).parent / "contract.yaml"
PREFIX = "/api/v2/llm-obs/v1/integrations/"
ACCOUNTS = PREFIX + "{integration}/accounts"
INFERENCE = PREFIX + "{integration}/{account_id}/inference"
MODELS = PREFIX + "{integration}/{account_id}/models"

Contract = dict[str, Any]
Mutation = Callable[[Contract], object]


def contract() -> Contract:
    """Return a copy of the document as plain values."""
    return deepcopy(_contract())


@cache
def _contract() -> Contract:
    loaded: Contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return loaded


def mutated(mutation: Mutation) -> Contract:
    """Return the document after `mutation`."""
    document = contract()
    mutation(document)
    return document


def dump(document: Contract) -> str:
    """Return `document` as YAML."""
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return text


def run(capsys: pytest.CaptureFixture[str], ours: Path, theirs: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """Run the command and return its exit code and its findings."""
    options = ["--json", "--deviations", str(ours.parent / "none.yaml")]
    code = main([str(theirs), "--contract", str(ours), *options])
    output = capsys.readouterr()
    assert code in (0, 1), output.err
    findings: list[dict[str, Any]] = json.loads(output.out)["drift"]
    return code, findings


def summary(finding: dict[str, Any]) -> str:
    """Return a finding in short: the last part of the operation, the path, the kind and the rating."""
    operation = str(finding["operation"]).rpartition("/")[2]
    return f"{operation} {finding['path']} {finding['kind']} {finding['rating']}"


class Case(NamedTuple):
    """A mutation, with the findings in both directions."""

    name: str
    mutate: Mutation
    forward: list[str]
    backward: list[str]


def set_in(where: str, key: str, value: Any) -> Mutation:
    """Return a mutation that sets `key` of what is at the dotted path `where`."""
    return lambda document: at(document, where).__setitem__(key, value)


def without(where: str, key: Any) -> Mutation:
    """Return a mutation that removes `key`, or the list's item of that value."""

    def mutate(document: Contract) -> None:
        target = at(document, where)
        if isinstance(target, list):
            target.remove(key)
        else:
            del target[key]

    return mutate


def with_item(where: str, value: Any) -> Mutation:
    """Return a mutation that appends to a list."""
    return lambda document: at(document, where).append(value)


def at(document: Contract, where: str) -> Any:
    """Return the part at a dotted path, which may start with a schema or with `list`, `run` or `models`."""
    first, *rest = where.split(".")
    operations = {"list": (ACCOUNTS, "get"), "run": (INFERENCE, "post"), "models": (MODELS, "get")}
    target: Any = document
    if first in operations:
        path, method = operations[first]
        target = document["paths"][path][method]
    elif first[:1].isupper():
        target = document["components"]["schemas"][first]
    else:
        rest = [first, *rest]
    for word in rest:
        target = target[int(word)] if isinstance(target, list) else target[word]
    return target


def renamed(where: str, old: str, new: str) -> Mutation:
    """Return a mutation that renames a key."""

    def mutate(document: Contract) -> None:
        target = at(document, where)
        target[new] = target.pop(old)

    return mutate


def several(*mutations: Mutation) -> Mutation:
    """Combine mutations."""

    def mutate(document: Contract) -> None:
        for mutation in mutations:
            mutation(document)

    return mutate
