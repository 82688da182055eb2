"""Reports of findings, as text and as JSON."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tools.console import show, visible, wants_colour

from .finding import Finding
from .rating import Rating

COLOURS = {Rating.BREAKING: "31", Rating.ADDITIVE: "33", Rating.COMPATIBLE: "32"}


@dataclass(frozen=True)
class Row:
    """One finding. Rows with the same `group` are listed below it."""

    what: str
    where: str
    group: str = ""


@dataclass(frozen=True)
class Section:
    """Rows below a heading."""

    heading: str
    rows: list[Row] = field(default_factory=list)
    colour: str = ""


@dataclass(frozen=True)
class Report:
    """The result of a comparison. `record` is all of it, for programs."""

    title: str
    summary: str
    sections: list[Section]
    record: Mapping[str, Any]

    def show(self, *, as_json: bool) -> None:
        """Print the report."""
        show(self.json() if as_json else self.text(wants_colour(sys.stdout)))

    def json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.record, indent=2, ensure_ascii=False)

    def text(self, colour: bool = False) -> str:
        """Return the report as text."""

        def paint(code: str, words: str) -> str:
            return f"\033[{code}m{words}\033[0m" if colour else words

        lines = [f"{self.title}: {self.summary}"]
        for section in self.sections:
            lines += ["", paint(f"1;{section.colour}" if section.colour else "1", section.heading)]
            for group, rows in groupby(section.rows, key=lambda row: row.group):
                if group:
                    lines.append(f"  {paint('1', visible(group))}")
                for row in rows:
                    what, where = visible(row.what), paint("2", visible(row.where))
                    lines += [f"    {what}", f"        {where}"] if group else [f"  {what}  {where}"]
        return "\n".join(lines)


def finding_sections(findings: list[Finding], old: str, new: str, headings: Mapping[Rating, str]) -> list[Section]:
    """Return a section per rating; `old` and `new` are the names of the documents."""
    sections = []
    for rating, group in groupby(findings, key=lambda finding: finding.rating):
        rows = []
        for one in group:
            where = f"{old}:{one.old_line}  {new}:{one.new_line}"
            rows.append(Row(f"{one.path}  {one.kind}: {one.message}", where, one.operation))
        sections.append(Section(f"{rating}: {headings[rating]}", rows, COLOURS[rating]))
    return sections


def finding_record(finding: Finding, old: str, new: str) -> dict[str, Any]:
    """Return a finding as JSON."""
    return vars(finding) | {"old": f"{old}:{finding.old_line}", "new": f"{new}:{finding.new_line}"}


def counted(findings: list[Finding]) -> str:
    """Return the number of findings per rating, as text."""
    counts = {rating: sum(one.rating is rating for one in findings) for rating in Rating}
    return ", ".join(f"{count} {rating}" for rating, count in counts.items() if count)
