"""Copies the package into another repository, and checks such copies.

A copy is the package under a name that the host chooses, with its licence and `_vendored/`: a manifest of the copied
files, and a check that the host can run without this repository.
"""

from .install import install
from .vendored_copy import VendoredCopy

__all__ = ["VendoredCopy", "install"]
