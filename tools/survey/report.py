"""The results of the survey, as tables and as JSON."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .outcome import Outcome, Stage

# An operation that failed at a later stage has passed the earlier ones.
_ORDER = (Stage.REFUSED, Stage.BUILD, Stage.IMPORT, Stage.TYPES, Stage.WIRE, Stage.ANSWER, Stage.UNTRIED, Stage.WORKS)
_COLUMNS = {"build": _ORDER[2:], "import": _ORDER[3:], "type-check": _ORDER[4:], "work": (Stage.WORKS,)}


@dataclass(frozen=True)
class Report:
    """The outcomes of a run."""

    contract: str
    outcomes: tuple[Outcome, ...]
    seconds: float

    @property
    def has_faults(self) -> bool:
        """Whether the generator accepted an operation that does not work."""
        return any(outcome.stage not in (Stage.REFUSED, Stage.UNTRIED, Stage.WORKS) for outcome in self.outcomes)

    def print(self, console: Console) -> None:
        """Print a table of the tags, and one of the reasons by kind."""
        table = Table("tag", "operations", *_COLUMNS, title=Text(f"{self.contract}: {len(self.outcomes)} operations"))
        by_tag: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            by_tag[outcome.tag].append(outcome)
        for tag in sorted(by_tag):
            table.add_row(Text(tag), *self._row(by_tag[tag]))
        table.add_section()
        table.add_row("all", *self._row(self.outcomes), style="bold")
        console.print(table)
        if kinds := self._kinds():
            reasons = Table("count", "stage", "reason", "for example", title="Reasons by kind")
            for (stage, kind), examples in kinds:
                example = Text(f"{examples[0].name}\n{_short(examples[0].reason)}")  # not markup, whatever it holds
                reasons.add_row(str(len(examples)), stage, Text(kind), example)
            console.print(reasons)
        share = self._count(Stage.WORKS) / max(1, len(self.outcomes))
        console.print(f"{self._count(Stage.WORKS)} of {len(self.outcomes)} ({share:.1%}) in {self.seconds:.0f} s")

    def json(self) -> str:
        """Return counts and outcomes as JSON."""
        stages = Counter(outcome.stage for outcome in self.outcomes)
        kinds = [
            {"stage": stage, "kind": kind, "count": len(examples), "example": asdict(examples[0])}
            for (stage, kind), examples in self._kinds()
        ]
        found = {
            "contract": self.contract,
            "seconds": round(self.seconds, 1),
            "stages": {stage: stages[stage] for stage in _ORDER},
            "reasons": kinds,
            "operations": [asdict(outcome) | {"kind": outcome.kind} for outcome in self.outcomes],
        }
        return json.dumps(found, indent=2, ensure_ascii=False)

    def _row(self, outcomes: Iterable[Outcome]) -> list[str]:
        stages = [outcome.stage for outcome in outcomes]
        counts = [sum(stage in reached for stage in stages) for reached in _COLUMNS.values()]
        return [str(len(stages)), *map(str, counts)]

    def _kinds(self) -> list[tuple[tuple[Stage, str], list[Outcome]]]:
        kinds: dict[tuple[Stage, str], list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            if outcome.stage is not Stage.WORKS:
                kinds[outcome.stage, outcome.kind].append(outcome)
        return sorted(kinds.items(), key=lambda item: (-len(item[1]), _ORDER.index(item[0][0]), item[0][1]))

    def _count(self, stage: Stage) -> int:
        return sum(outcome.stage is stage for outcome in self.outcomes)


def _short(text: str, limit: int = 300) -> str:
    text = "\n".join(text.strip().splitlines()[:6])
    return text if len(text) <= limit else f"{text[:limit]}..."
