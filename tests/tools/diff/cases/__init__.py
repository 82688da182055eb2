"""Edits of the package and of the contract, with what they are to callers, there and back."""

from .calls import CALLS
from .case import Case
from .fields import FIELDS
from .names import NAMES
from .silent import SILENT

__all__ = ["CASES", "Case"]

CASES = (*FIELDS, *CALLS, *NAMES, *SILENT)
