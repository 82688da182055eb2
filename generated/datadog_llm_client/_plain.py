# Copied by "make generate" from extras/_plain.py. Edit that, never this file.
"""Turns models into plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """Return a value with its models as dicts, including those in lists and dicts. Others are returned unchanged."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
