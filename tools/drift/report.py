"""What was found, for people, for programs and for pull requests."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any, ClassVar

from .deviations import Deviation, Sorted
from .finding import Finding
from .rating import Rating

_COLOURS = {Rating.BREAKS: "31", Rating.UNREACHABLE: "33", Rating.LOOSENED: "32"}


@dataclass(frozen=True)
class Report:
    """The outcome of a comparison; `old`, `new` and `deviations` are the names of the files."""

    result: Sorted
    old: str
    new: str
    deviations: str

    headings: ClassVar[Mapping[Rating, str]] = {
        Rating.BREAKS: "breaks callers today",
        Rating.UNREACHABLE: "callers cannot reach it yet",
        Rating.LOOSENED: "only loosened",
    }

    @property
    def clean(self) -> bool:
        """Whether there is nothing to do."""
        return not self.result.drift and not self.result.stale

    def json(self) -> str:
        """Return the report for programs."""
        document = {
            "old": self.old,
            "new": self.new,
            "drift": [self.record(finding) for finding in self.result.drift],
            "meant": [self.record(finding) | {"reason": why.reason} for finding, why in self.result.meant],
            "stale_deviations": [vars(deviation) for deviation in self._stale()],
        }
        return json.dumps(document, indent=2, ensure_ascii=False)

    def text(self, colour: bool = False) -> str:
        """Return the report for people."""

        def paint(code: str, words: str) -> str:
            return f"\033[{code}m{words}\033[0m" if colour else words

        lines = [f"{self.old} against {self.new}: {self._summary()}"]
        for rating, findings in groupby(self.result.drift, key=lambda finding: finding.rating):
            lines += ["", paint(f"1;{_COLOURS[rating]}", f"{rating}: {self.headings[rating]}")]
            for operation, group in groupby(findings, key=lambda finding: finding.operation):
                lines.append(f"  {paint('1', _visible(operation))}")
                for finding in group:
                    lines.append(f"    {_visible(finding.path)}  {finding.kind}: {_visible(finding.message)}")
                    lines.append(paint("2", f"        {self._places(finding)}"))
        if self.result.stale:
            lines += ["", paint("1", "deviations that no longer apply")]
            for deviation in self._stale():
                lines.append(f"  {self.deviations}:{deviation.line}  {_visible(deviation.operation)}")
                lines.append(f"    {_visible(deviation.path)}  {deviation.kind}")
        return "\n".join(lines)

    def markdown(self) -> str:
        """Return the report for a pull request."""
        lines = [f"**{_cell(self.old)}** against **{_cell(self.new)}**: {self._summary()}"]
        for rating, findings in groupby(self.result.drift, key=lambda finding: finding.rating):
            lines += ["", f"### {rating}: {self.headings[rating]}", ""]
            lines += ["| operation | path | kind | what | where |", "|---|---|---|---|---|"]
            for one in findings:
                cells = [f"`{_cell(one.operation)}`", f"`{_cell(one.path)}`", one.kind, _cell(one.message)]
                lines.append(f"| {' | '.join([*cells, _cell(self._places(one))])} |")
        if self.result.stale:
            lines += ["", "### deviations that no longer apply", "", "| operation | path | kind | where |"]
            lines.append("|---|---|---|---|")
            for gone in self._stale():
                place = f"{self.deviations}:{gone.line}"
                cells = [f"`{_cell(gone.operation)}`", f"`{_cell(gone.path)}`", gone.kind, _cell(place)]
                lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def record(self, finding: Finding) -> dict[str, Any]:
        """Return one finding for programs."""
        return vars(finding) | {"old": f"{self.old}:{finding.old_line}", "new": f"{self.new}:{finding.new_line}"}

    def _places(self, finding: Finding) -> str:
        return f"{self.old}:{finding.old_line}  {self.new}:{finding.new_line}"

    def _stale(self) -> list[Deviation]:
        return sorted(self.result.stale, key=lambda deviation: (deviation.line, deviation.path))

    def _summary(self) -> str:
        counts = [f"{len([one for one in self.result.drift if one.rating == rating])} {rating}" for rating in Rating]
        drift = ", ".join(count for count in counts if not count.startswith("0 ")) or "no drift"
        meant = f", {len(self.result.meant)} meant" if self.result.meant else ""
        gone = len(self.result.stale)
        stale = f", {gone} deviation{' no longer applies' if gone == 1 else 's no longer apply'}" if gone else ""
        return drift + meant + stale


def wants_colour(stream: IO[str]) -> bool:
    """Return whether `stream` is a terminal whose user has not asked for no colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _visible(text: str) -> str:
    """Return `text` with what a terminal would obey made visible."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _cell(text: str) -> str:
    return _visible(text).replace("|", "\\|").replace("`", "'").replace("<", "&lt;")
