"""Makes visible what an answer holds that the contract does not know: new fields, new values, and what does not fit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from .models import Model
from .reading import Reading
from .types import UNSET

logger = logging.getLogger(__name__)

#: Receives the path and the value of something that the contract does not know.
OnUnknown: TypeAlias = Callable[[str, Any], object]

_NOTHING = Reading(is_lenient=False)


class Unknown(NamedTuple):
    """Something that the contract does not know.

    path: where, with items of arrays as `name[]`, and those of a mapping as `name.*`. value: as it came.
    kind: what tells it from others at the same path. expected: what the contract says, where something else came.
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
        try:
            self._tell(parsed, reading)
        except RecursionError:  # nested so deep that it could only just be read
            logger.debug("an answer is nested too deep to be looked through")

    def _tell(self, parsed: object, reading: Reading) -> None:
        for path, value, kind, expected in unknowns(parsed, reading, "response"):
            mark = object()
            if self._seen.setdefault((path, kind), mark) is not mark:  # atomic, so threads agree who was first
                continue
            if expected:
                logger.warning("not what the contract says: %s: expected %s, found %s", path, expected, kind)
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
                for item in _leaves(held):
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
        yield from _faults(value, reading, path, "*")
        for item in value.values():  # of a mapping: its names are not of the contract
            yield from unknowns(item, reading, f"{path}.*" if path else "*")


def _leaves(value: object) -> Iterator[object]:
    """The single values in arrays and mappings."""
    if isinstance(value, list | dict):
        for item in value if isinstance(value, list) else value.values():
            yield from _leaves(item)
    else:
        yield value


def _faults(holder: object, reading: Reading, path: str, name: str = "") -> Iterator[Unknown]:
    for key, value, expected in reading.faults_in(holder):
        place = f"{path}[]" if isinstance(key, int) else f"{path}.{name or key}" if path else name or key
        yield Unknown(place, value, "nothing" if value is UNSET else type(value).__name__, expected)
