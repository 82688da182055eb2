"""Compares an earlier state of this repository with the working tree: the contract and the Python API."""

from .bump import Bump
from .difference import Difference, since
from .surface import Surface, exported

__all__ = ["Bump", "Difference", "Surface", "exported", "since"]
