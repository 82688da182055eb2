"""What the tests of the comparison share: a small document, changed at will and read again."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

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
    """Return the document as plain values, to be changed freely."""
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
    """Return what matters of a finding: the last word of its path, where it is, its kind and its rating."""
    operation = str(finding["operation"]).rpartition("/")[2]
    return f"{operation} {finding['path']} {finding['kind']} {finding['rating']}"
