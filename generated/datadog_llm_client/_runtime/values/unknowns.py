# Copied by "make generate" from runtime/values/unknowns.py. Edit that, never this file.
"""Makes visible what an answer holds that the contract does not know: new fields, new values, and what does not fit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from .models import Model
from .reading import Reading

logger = logging.getLogger(__name__)

#: Receives the path and the value of something that the contract does not know.
OnUnknown: TypeAlias = Callable[[str, Any], object]

_NOTHING = Reading(is_lenient=False)


class Unknown(NamedTuple):
    """Something that the contract does not know.

    path: where, with items of arrays as `name[]`. value: as it came. kind: what tells it from others at the same path.
    expected: what the contract says, where something else came in its place.
    """

    path: str
    value: Any
    kind: str = ""
    expected: str = ""


class UnknownReporter:
    """Tells of each kind of unknown once. It only looks when somebody wants to know, or something does not fit."""

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[tuple[str, str], object] = {}

    def observe(self, parsed: object, reading: Reading = _NOTHING) -> None:
        """Look through a parsed answer, and what was noted as it was read."""
        if self.on_unknown is None and reading.is_clean and not logger.isEnabledFor(logging.DEBUG):
            return
        for unknown in unknowns(parsed, reading, "response"):
            path, value, kind, expected = unknown
            mark = object()
            if self._seen.setdefault((path, kind), mark) is not mark:  # atomic, so threads agree who was first
                continue
            if expected:
                logger.warning("an answer is not what the contract says: %s: expected %s", path, expected)
            else:
                logger.debug("the contract does not know %s", f"{path} = {kind}" if kind else path)
            if self.on_unknown is not None:
                try:
                    self.on_unknown(path, value)
                except Exception:
                    logger.exception("on_unknown failed; the answer is returned all the same")


def unknowns(value: object, reading: Reading = _NOTHING, path: str = "") -> Iterator[Unknown]:
    """What a typed value holds that the contract does not know."""
    if isinstance(value, Model):
        yield from _faults(value.additional_properties, reading, path)
        prefix = f"{path}." if path else ""
        for name, extra in value.additional_properties.items():
            yield Unknown(f"{prefix}{name}", extra)
        known = value._known_values
        for name, held in value._properties().items():
            if name in known:
                for item in held if isinstance(held, list) else [held]:
                    if isinstance(item, str | int) and item not in known[name]:
                        yield Unknown(f"{prefix}{name}", item, repr(item))
            yield from unknowns(held, reading, f"{prefix}{name}")
    elif isinstance(value, list):
        yield from _faults(value, reading, path)
        for item in value:
            yield from unknowns(item, reading, f"{path}[]")
    elif isinstance(value, dict):
        if reading.is_stranger(value):
            yield Unknown(path, value)
            return
        yield from _faults(value, reading, path)
        for name, item in value.items():
            yield from unknowns(item, reading, f"{path}.{name}" if path else name)


def _faults(holder: object, reading: Reading, path: str) -> Iterator[Unknown]:
    for key, value, expected in reading.faults_in(holder):
        place = f"{path}[]" if isinstance(key, int) else f"{path}.{key}" if path else key
        yield Unknown(place, value, type(value).__name__, expected)
