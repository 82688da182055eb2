"""What changed between a state of this repository and the working tree: in the contract, and for Python callers."""

from .bump import Bump
from .difference import Difference, since

__all__ = ["Bump", "Difference", "since"]
