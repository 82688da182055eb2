"""A figure: the client and a peer measured in the same runs, and the target."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Target:
    """A bound on the ratio to the peer, or on our own value if there is no peer."""

    limit: float
    at_most: bool

    def allows(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.limit:g}"


def at_most(limit: float) -> Target:
    return Target(limit, True)


def at_least(limit: float) -> Target:
    return Target(limit, False)


@dataclass(frozen=True)
class Figure:
    """One row of the table. `ours` and `theirs` hold a value per run; `theirs` is empty if the peer is absent."""

    what: str
    unit: str
    ours: Sequence[float]
    peer: str = ""
    theirs: Sequence[float] = field(default=())
    target: Target | None = None
    note: str = ""

    @property
    def value(self) -> float | None:
        return median(self.ours) if self.ours else None

    @property
    def peer_value(self) -> float | None:
        return median(self.theirs) if self.theirs else None

    @property
    def ratio(self) -> float | None:
        """Our value divided by the peer's, as the median over the runs."""
        pairs = zip(self.ours, self.theirs, strict=False)
        ratios = [ours / theirs for ours, theirs in pairs if theirs > 0]  # 0 if no call finished in time
        return median(ratios) if ratios else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None if there is no target, or nothing was measured."""
        value = self.ratio if self.peer else self.value
        return None if self.target is None or value is None else self.target.allows(value)

    def row(self) -> list[str]:
        """The cells of the table."""
        met = {None: "" if self.target is None else "?", True: "yes", False: "NO"}[self.met]
        if not self.ours:
            return [self.what, self.note or "not measured", self.peer, "", "", "", met]
        theirs = f"{_shown(self.peer_value)} {self.unit}" if self.theirs else "absent"
        return [
            self.what,
            f"{_shown(self.value)} {self.unit}",
            self.peer,
            theirs if self.peer else "",
            _shown(self.ratio),
            "" if self.target is None else str(self.target),
            met,
        ]

    def json(self) -> dict[str, Any]:
        """All of it, including each run."""
        return {
            "what": self.what,
            "unit": self.unit,
            "ours": self.value,
            "peer": self.peer or None,
            "theirs": self.peer_value,
            "ratio": self.ratio,
            "target": None if self.target is None else str(self.target),
            "met": self.met,
            "note": self.note or None,
            "runs": {"ours": list(self.ours), "theirs": list(self.theirs)},
        }


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table with aligned columns."""
    heads = ["what", "ours", "peer", "peer's", "ratio", "target", "met"]
    rows = [heads, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
