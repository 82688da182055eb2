# Copied by "make generate" from runtime/values/lazy.py. Edit that, never this file.
"""Imports the names of a package on first use (PEP 562), so that importing the package itself costs little."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazy_module(package: str, origins: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package whose names come from the modules that `origins` gives for them."""

    def get_attribute(name: str) -> Any:
        origin = origins.get(name)
        if origin is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = importlib.import_module(origin, package)
        value = module if origin == f".{name}" else getattr(module, name)
        setattr(sys.modules[package], name, value)  # found at once from now on
        return value

    return get_attribute, lambda: sorted({*vars(sys.modules[package]), *origins})
