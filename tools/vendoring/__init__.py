"""Copies the package into another repository, and checks such copies.

A copy is the package under a name of the host's choice, with its licence, and with `_vendored/`: a manifest of what was
copied, and a check that the host can run without this repository.
"""

from .install import install
from .vendored_copy import VendoredCopy

__all__ = ["VendoredCopy", "install"]
