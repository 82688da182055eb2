"""Each change that Datadog could make is reported with its path and rating, and so is its opposite."""

from pathlib import Path

import pytest

from tools.contract import Document, compare
from tools.contract.rating import TABLE

from .cases import FIELDS, OPERATIONS, VALUES
from .support import CONTRACT, Case, at, dump, mutated, run, set_in, summary

CASES = [*FIELDS, *VALUES, *OPERATIONS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mutation_is_found_both_ways(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "changed.yaml"
    changed.write_text(dump(mutated(case.mutate)), encoding="utf-8")
    for ours, theirs, expected in ((CONTRACT, changed, case.forward), (changed, CONTRACT, case.backward)):
        code, findings = run(capsys, ours, theirs)
        assert code == 1
        assert sorted(map(summary, findings)) == sorted(expected)


def test_every_kind_of_difference_has_a_mutation() -> None:
    expected = {text.split()[2] for case in CASES for text in case.forward + case.backward}
    assert expected == set(TABLE) - {"limit-changed"}


def test_worst_comes_first_and_lines_are_right() -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    old = Document.load(text, "old")
    changed = mutated(set_in("IntegrationAccount.properties.account_name", "type", ["string", "null"]))
    at(changed, "IntegrationAccount.properties")["tier"] = {"type": "string"}
    at(changed, "list")["deprecated"] = True
    new_text = dump(changed)
    findings = compare(old, Document.load(new_text, "new"))
    assert [finding.rating for finding in findings] == ["breaking", "additive", "compatible"]
    nullable, added, _ = findings
    assert text.splitlines()[nullable.old_line - 1].strip() == "account_name:"
    assert new_text.splitlines()[nullable.new_line - 1].strip() == "account_name:"
    assert text.splitlines()[added.old_line - 1].strip() == "properties:"
    assert new_text.splitlines()[added.new_line - 1].strip() == "tier:"


def test_two_patterns_are_neither_tighter_nor_looser() -> None:
    one, other = (
        Document.load(dump(mutated(set_in("InferenceRequest.properties.model_id", "pattern", pattern))), "x")
        for pattern in ("a", "b")
    )
    assert [(finding.kind, finding.rating) for finding in compare(one, other)] == [("limit-changed", "breaking")]
