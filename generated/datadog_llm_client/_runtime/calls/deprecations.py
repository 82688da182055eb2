# Copied from runtime/calls/deprecations.py: edit that.
from __future__ import annotations

import sys
import warnings

_PACKAGE = __name__.rpartition("._runtime.")[0]


def warn_deprecated(what: str) -> None:
    level, frame = 1, sys._getframe()
    while frame is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back  # type: ignore[assignment]
    warnings.warn(f"{what} is deprecated", DeprecationWarning, stacklevel=level)


def _is_ours(module: str) -> bool:
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")
