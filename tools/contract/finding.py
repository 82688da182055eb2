"""A difference between two documents."""

from dataclasses import dataclass
from typing import Any

from .rating import Rating, Side, rate

# Used in place of an operation for a difference that concerns all of them.
EVERY_OPERATION = "*"
# The path of a difference that concerns a whole operation.
WHOLE = "operation"


@dataclass(frozen=True)
class Mismatch:
    """A difference before its operation is known; `old` and `new` are lines in the two documents."""

    kind: str
    path: str
    message: str
    old_line: int
    new_line: int


@dataclass(frozen=True)
class Finding(Mismatch):
    """A difference in an operation, with its rating."""

    operation: str
    rating: Rating

    @classmethod
    def of(cls, mismatch: Mismatch, operation: str, side: Side) -> "Finding":
        """Rate `mismatch`."""
        return cls(**vars(mismatch), operation=operation, rating=rate(mismatch.kind, side))

    @property
    def identity(self) -> tuple[str, str, str]:
        """An identity that survives changes of lines and wording: operation, path and kind."""
        return self.operation, self.path, self.kind

    @property
    def order(self) -> tuple[Any, ...]:
        """The sort key in a report: worst first, then by operation and path."""
        return list(Rating).index(self.rating), self.operation, self.path, self.kind, self.message
