"""What changed, for people, for programs and for pull requests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from tools.drift import Rating as ContractRating
from tools.drift.deviations import Sorted
from tools.drift.report import Report

from .change import Change
from .difference import CONTRACT, Difference
from .rating import Rating

_COLOURS = {Rating.MAJOR: "31", Rating.MINOR: "33", Rating.PATCH: "32", Rating.NONE: "32"}
_HEADINGS = {
    Rating.MAJOR: "code of callers may break",
    Rating.MINOR: "there is more to use",
    Rating.PATCH: "only words",
}


class _ContractReport(Report):
    """The report of drift, for a contract that the client follows by now."""

    headings: ClassVar[Mapping[ContractRating, str]] = {
        ContractRating.BREAKS: "what worked with the old contract may fail",
        ContractRating.UNREACHABLE: "new to callers",
        ContractRating.LOOSENED: "only loosened",
    }


def record(change: Change) -> dict[str, Any]:
    """Return one change for programs."""
    said = {"rating": change.rating, "kind": change.kind, "names": change.names, "sentence": change.sentence}
    return said | {"part": change.part, "old": change.old, "new": change.new}


@dataclass(frozen=True)
class DiffReport:
    """The report of a difference."""

    difference: Difference

    def text(self, colour: bool = False) -> str:
        """Return the report for people."""

        def paint(code: str, words: str) -> str:
            return f"\033[{code}m{words}\033[0m" if colour else words

        rating = self.difference.rating
        lines = [f"{self._title()}: {paint(f'1;{_COLOURS[rating]}', rating)}; {self._version()}"]
        for rating, changes in groupby(self.difference.python, key=lambda change: change.rating):
            lines += ["", paint(f"1;{_COLOURS[rating]}", f"{rating}: {_HEADINGS[rating]}")]
            lines += [f"  {change.sentence}  {paint('2', change.kind)}" for change in changes]
        lines += ["", paint("1", self._summary())]
        if self.difference.contract:
            lines += ["", self._contract().text(colour)]
        return "\n".join(lines)

    def markdown(self) -> str:
        """Return the report for a pull request."""
        lines = [f"**{self._title()}: {self.difference.rating}**; {self._version()}"]
        for rating, changes in groupby(self.difference.python, key=lambda change: change.rating):
            lines += ["", f"### {rating}: {_HEADINGS[rating]}", ""]
            lines += [f"- {change.sentence}" for change in changes]
        lines += ["", self._summary()]
        if self.difference.contract:
            lines += ["", self._contract().markdown()]
        return "\n".join(lines)

    def json(self) -> str:
        """Return the report for programs."""
        difference, contract = self.difference, self._contract()
        document = {
            "ref": difference.ref,
            "rating": difference.rating,
            "version": {
                "old": difference.version,
                "next": difference.next_version,
                "working_tree": difference.tree_version,
            },
            "python": [record(change) for change in difference.python],
            "contract": [contract.record(finding) for finding in difference.contract],
            "files": difference.files,
        }
        return json.dumps(document, indent=2, ensure_ascii=False)

    def _title(self) -> str:
        return f"{self.difference.ref} against the working tree"

    def _version(self) -> str:
        old, wanted, found = self.difference.version, self.difference.next_version, self.difference.tree_version
        asked = f"{old} stays" if wanted == old else f"{old} asks for {wanted}"
        return f"{asked} (generator-config.yaml says {found})"

    def _summary(self) -> str:
        count = len(self.difference.files)
        files = f"{count} file{' of the package differs' if count == 1 else 's of the package differ'}"
        callers = "" if self.difference.python else ", which callers do not see" if count else ""
        contract = "" if self.difference.contract else "; the contract says the same"
        return f"{files if count else 'the package is the same'}{callers}{contract}"

    def _contract(self) -> Report:
        findings = Sorted(drift=self.difference.contract, meant=[], stale=[])
        return _ContractReport(findings, self.difference.old_contract, CONTRACT, "")
