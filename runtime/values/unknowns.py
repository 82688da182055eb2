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


#: Kinds that are remembered. An answer may have properties of any name, and so a kind for each.
_MOST_KINDS = 1000


class UnknownReporter:
    """Tells of each kind of unknown once, of the first thousand kinds.

    It only looks when somebody wants to know, or something does not fit.
    """

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[int, object] = {}  # by the hash of a kind, as its path may be long

    def observe(self, parsed: object, reading: Reading = _NOTHING) -> None:
        """Look through a parsed answer, and what was noted as it was read.

        What the caller's function raises passes, and then was not told.
        """
        if self.on_unknown is None and reading.is_clean and not logger.isEnabledFor(logging.DEBUG):
            return
        for path, value, kind, expected in self._found(parsed, reading):
            key, mark = hash((path, kind)), object()
            if len(self._seen) >= _MOST_KINDS or self._seen.setdefault(key, mark) is not mark:
                continue  # setdefault is atomic, so threads agree who was first
            if expected:
                logger.warning("not what the contract says: %s: expected %s, found %s", path, expected, kind)
            else:
                logger.debug("the contract does not know %s", f"{path} = {kind}" if kind else path)
            if len(self._seen) == _MOST_KINDS:
                logger.warning("%d kinds of unknowns were told; further ones are not", _MOST_KINDS)
            if self.on_unknown is not None:
                try:
                    self.on_unknown(path, value)
                except BaseException:
                    self._seen.pop(key, None)
                    raise

    @staticmethod
    def _found(parsed: object, reading: Reading) -> Iterator[Unknown]:
        try:
            yield from unknowns(parsed, reading, "response")
        except RecursionError:  # nested so deep that it could only just be read
            logger.debug("an answer is nested too deep to be looked through")


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
