"""The progress of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import define, field

#: Why a run ended before the end of its input.
Stop: TypeAlias = Literal["max_calls", "max_total_tokens", "SIGINT", "SIGTERM"]


@define
class Report:
    """The progress of a batch, over all of its runs.

    Attributes:
        total: number of input lines to call for, or None for a stream.
        answered: number of lines in the output.
        failed: number of lines in the file of failures.
        usage: total usage, by name.
        resumed: number of lines that were done when this run started.
        stopped: why the run ended before the end of its input, or None.
    """

    total: int | None = None
    answered: int = 0
    failed: int = 0
    usage: dict[str, int] = field(factory=dict)
    resumed: int = 0
    stopped: Stop | None = None

    @property
    def missing(self) -> int | None:
        """Number of lines with neither an answer nor a failure, or None if unknown."""
        return None if self.total is None else self.total - self.answered - self.failed

    def use(self, used: Mapping[str, int]) -> None:
        """Add the usage of a response."""
        for name, value in used.items():
            self.usage[name] = self.usage.get(name, 0) + value
