"""Tells what a request holds that the contract does not know, for it may be a typo. It is sent all the same."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from .models import Model
from .types import UNSET
from .unknowns import OnUnknown

logger = logging.getLogger(__name__)

_PLAIN = frozenset((str, int, float, bool, type(None), type(UNSET)))


class Typo(NamedTuple):
    """A key, or a value of an enum, that the contract does not know.

    path: where, with items of arrays as `name[]`. value: what was given. kind: the value of an enum, as text.
    near: what may have been meant.
    """

    path: str
    value: Any
    kind: str
    near: str | None

    def __str__(self) -> str:
        hint = f": did you mean {self.near!r}?" if self.near else ""
        return f"{self.path}{f' = {self.kind}' if self.kind else ''}{hint}"


class TypoReporter:
    """Tells of each kind of typo once: with a warning, and to `on_unknown`."""

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self._on_unknown = on_unknown
        self._seen: dict[tuple[str, str], object] = {}

    def observe(self, request: object) -> None:
        """Look through what a request was checked as, before it is sent. What `on_unknown` raises is the caller's."""
        try:
            found = typos(request)
        except RecursionError:  # nested so deep that it could only just be checked
            logger.debug("a request is nested too deep to be looked through")
            return
        for typo in found:
            mark = object()
            if self._seen.setdefault((typo.path, typo.kind), mark) is not mark:  # atomic, so threads agree
                continue
            logger.warning("the contract does not know %s (sent as it is)", typo)
            if self._on_unknown is not None:
                self._on_unknown(typo.path, typo.value)


def typos(value: object) -> list[Typo]:
    """What a typed value holds that the contract does not know. New values of enums only where one is near."""
    found: list[Typo] = []
    _look_through(value, ("request",), found)
    return found


def _look_through(value: object, path: tuple[str, ...], found: list[Typo]) -> None:
    """Add what is found to a list: each call is looked through, and generators within generators would take longer."""
    if isinstance(value, list):
        for item in value:
            if item.__class__ not in _PLAIN:
                _look_through(item, (*path, "[]"), found)
    elif isinstance(value, Model):
        held = value._properties()
        for name, extra in value.additional_properties.items():
            found.append(Typo(_written(path, name), extra, "", _near(name, held)))
        for name, known_values in value._known_values.items():
            given = held[name]
            for item in given if isinstance(given, list) else (given,):
                if isinstance(item, str) and item not in known_values and (near := _near(item, known_values)):
                    found.append(Typo(_written(path, name), item, repr(item), near))
        for name, item in held.items():
            if item.__class__ not in _PLAIN:
                _look_through(item, (*path, ".", name), found)


def _written(path: tuple[str, ...], name: str) -> str:
    return f"{''.join(path)}.{name}"


def _near(name: str, known: Iterable[object]) -> str | None:
    names = {each.lower(): each for each in known if isinstance(each, str)}
    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.75)
    return names[found[0]] if found else None
