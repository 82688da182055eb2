"""How far a batch is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import define, field

#: Why a run ended before its input did.
Stop: TypeAlias = Literal["max_calls", "max_total_tokens", "SIGINT", "SIGTERM"]


@define
class Report:
    """How far a batch is, over all of its runs.

    Attributes:
        total: lines of the input that are to be called for, or None where it is a stream.
        answered: lines of the output.
        failed: lines of the file of failures.
        usage: the sums of what the answers say was used, by name.
        resumed: how many lines there were when this run began.
        stopped: why it ended before its input did, or None.
    """

    total: int | None = None
    answered: int = 0
    failed: int = 0
    usage: dict[str, int] = field(factory=dict)
    resumed: int = 0
    stopped: Stop | None = None

    @property
    def missing(self) -> int | None:
        """Lines for which there is neither an answer nor a failure, or None where that is not known."""
        return None if self.total is None else self.total - self.answered - self.failed

    def use(self, used: Mapping[str, int]) -> None:
        """Add what an answer used."""
        for name, value in used.items():
            self.usage[name] = self.usage.get(name, 0) + value
