# Copied from runtime/values/lazy.py: edit that.
"""Imports the names of a package on first use (PEP 562), which keeps importing the package itself cheap."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazy_module(package: str, origins: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package. `origins` maps each name to the module that defines it."""

    def get_attribute(name: str) -> Any:
        origin = origins.get(name)
        if origin is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = importlib.import_module(origin, package)
        value = module if origin == f".{name}" else getattr(module, name)
        setattr(sys.modules[package], name, value)  # so that __getattr__ is not called for it again
        return value

    return get_attribute, lambda: sorted({*vars(sys.modules[package]), *origins})
