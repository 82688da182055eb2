# Copied by "make generate" from runtime/values/unknowns.py. Edit that, never this file.
"""Makes visible what an answer holds that the contract does not know: new fields, and new values of enums."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from .models import Model, values

logger = logging.getLogger(__name__)

#: Receives the path and the value of something that the contract does not know.
OnUnknown: TypeAlias = Callable[[str, Any], object]


class UnknownReporter:
    """Tells of each kind of unknown once. It only looks when somebody wants to know."""

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[tuple[str, str], object] = {}

    def observe(self, parsed: object) -> None:
        """Look through a parsed answer."""
        if self.on_unknown is None and not logger.isEnabledFor(logging.DEBUG):
            return
        for path, value, kind in unknowns(parsed):
            mark = object()
            if self._seen.setdefault((path, kind), mark) is not mark:  # atomic, so threads agree who was first
                continue
            logger.debug("the contract does not know %s", f"{path} = {kind}" if kind else path)
            if self.on_unknown is not None:
                try:
                    self.on_unknown(path, value)
                except Exception:
                    logger.exception("on_unknown failed; the answer is returned all the same")


def unknowns(value: object, path: str = "") -> Iterator[tuple[str, Any, str]]:
    """Path, value and, for an enum, the unknown value as text. Items of arrays share the path `name[]`."""
    if isinstance(value, list):
        for item in value:
            yield from unknowns(item, f"{path}[]")
    elif isinstance(value, Model):
        prefix = f"{path}." if path else ""
        for name, extra in value.additional_properties.items():
            yield f"{prefix}{name}", extra, ""
        for name, known in value._known_values.items():
            held = getattr(value, name)
            for item in held if isinstance(held, list) else [held]:
                if isinstance(item, str | int) and item not in known:
                    yield f"{prefix}{name}", item, repr(item)
        for name, held in values(value):
            yield from unknowns(held, f"{prefix}{name}")
