"""What changed between two states of an OpenAPI contract, and what it does to callers.

`python -m tools.drift` compares ours with Datadog's. `compare` takes any two documents that `Document` has read.
"""

from .compare import compare
from .document import Document
from .finding import Finding
from .operation import scope
from .rating import Rating
from .refusal import CannotCompare

__all__ = ["CannotCompare", "Document", "Finding", "Rating", "compare", "scope"]
