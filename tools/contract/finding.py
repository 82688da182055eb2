"""One difference between two documents."""

from dataclasses import dataclass
from typing import Any

from .rating import Rating, Side, rate

# Stands in the place of an operation where a difference concerns them all.
EVERY_OPERATION = "*"
# The path of a difference that concerns an operation as a whole.
WHOLE = "operation"


@dataclass(frozen=True)
class Mismatch:
    """A difference, before it is known which operation it belongs to; 'old' and 'new' are the two documents."""

    kind: str
    path: str
    message: str
    old_line: int
    new_line: int


@dataclass(frozen=True)
class Finding(Mismatch):
    """A difference of one operation, with its rating."""

    operation: str
    rating: Rating

    @classmethod
    def of(cls, mismatch: Mismatch, operation: str, side: Side) -> "Finding":
        """Rate `mismatch`."""
        return cls(**vars(mismatch), operation=operation, rating=rate(mismatch.kind, side))

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when lines and words change: operation, path and kind."""
        return self.operation, self.path, self.kind

    @property
    def order(self) -> tuple[Any, ...]:
        """Where the finding stands in a report: worst first, then by operation and path."""
        return list(Rating).index(self.rating), self.operation, self.path, self.kind, self.message
