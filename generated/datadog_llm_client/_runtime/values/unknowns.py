# Copied from runtime/values/unknowns.py: edit that.
from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from .models import Model
from .reading import Reading
from .types import UNSET

logger = logging.getLogger(__name__)

OnUnknown: TypeAlias = Callable[[str, Any], object]

_UNSEEN = Reading(is_lenient=False)
_UNSEEN.has_unknowns = True


class Unknown(NamedTuple):
    path: str
    value: Any
    kind: str = ""
    expected: str = ""


_MOST_KINDS = 1000


class UnknownReporter:
    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[int, object] = {}

    def observe(self, parsed: object, reading: Reading = _UNSEEN) -> None:
        is_silent = self.on_unknown is None and not logger.isEnabledFor(logging.DEBUG)
        if reading.is_clean or (is_silent and reading.matches):
            return
        for path, value, kind, expected in self._found(parsed, reading):
            key, mark = hash((path, kind)), object()
            if len(self._seen) >= _MOST_KINDS or self._seen.setdefault(key, mark) is not mark:
                continue
            if expected:
                logger.warning(
                    "a response does not match the contract: %s: expected %s, found %s", path, expected, kind
                )
            else:
                logger.debug("the contract does not know %s", f"{path} = {kind}" if kind else path)
            if len(self._seen) == _MOST_KINDS:
                logger.warning("%d kinds of unknowns were reported; further ones will not be", _MOST_KINDS)
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
        except RecursionError:
            logger.debug("a response is nested too deep to be inspected for unknowns")


def unknowns(value: object, reading: Reading = _UNSEEN, path: str = "") -> Iterator[Unknown]:
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
        for item in value.values():
            yield from unknowns(item, reading, f"{path}.*" if path else "*")


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, list | dict):
        for item in value if isinstance(value, list) else value.values():
            yield from _leaves(item)
    else:
        yield value


def _faults(holder: object, reading: Reading, path: str, name: str = "") -> Iterator[Unknown]:
    for key, value, expected in reading.faults_in(holder):
        place = f"{path}[]" if isinstance(key, int) else f"{path}.{name or key}" if path else name or key
        yield Unknown(place, value, "nothing" if value is UNSET else type(value).__name__, expected)


class Typo(NamedTuple):
    path: str
    value: Any
    kind: str
    near: str | None

    def __str__(self) -> str:
        hint = f": did you mean {self.near!r}?" if self.near else ""
        return f"{self.path}{f' = {self.kind}' if self.kind else ''}{hint}"


class TypoReporter:
    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self._on_unknown = on_unknown
        self._seen: dict[tuple[str, str], object] = {}

    def observe(self, request: object) -> None:
        try:
            found = typos(request)
        except RecursionError:
            logger.debug("a request is nested too deep to be inspected for typos")
            return
        for typo in found:
            mark = object()
            if self._seen.setdefault((typo.path, typo.kind), mark) is not mark:
                continue
            logger.warning("the contract does not know %s (sent as it is)", typo)
            if self._on_unknown is not None:
                self._on_unknown(typo.path, typo.value)


def typos(value: object) -> list[Typo]:
    return [*_typos(value, "request")]


def _typos(value: object, path: str) -> Iterator[Typo]:
    if isinstance(value, list):
        for item in value:
            yield from _typos(item, f"{path}[]")
    elif isinstance(value, Model):
        held = value._properties()
        for name, extra in value.additional_properties.items():
            yield Typo(f"{path}.{name}", extra, "", _near(name, held))
        for name, known_values in value._known_values.items():
            given = held[name]
            for item in given if isinstance(given, list) else (given,):
                if isinstance(item, str) and item not in known_values and (near := _near(item, known_values)):
                    yield Typo(f"{path}.{name}", item, repr(item), near)
        for name, item in held.items():
            yield from _typos(item, f"{path}.{name}")


def _near(name: str, known: Iterable[object]) -> str | None:
    names = {each.lower(): each for each in known if isinstance(each, str)}
    import difflib

    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.75)
    return names[found[0]] if found else None
