"""Reports what the contract does not know: in responses what is new or mismatched, in requests what may be a typo."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from .models import Model
from .reading import Reading
from .types import UNSET

logger = logging.getLogger(__name__)

#: Called with the path and the value of something that the contract does not know.
OnUnknown: TypeAlias = Callable[[str, Any], object]

#: Of a value that was decoded outside a reading: it may hold anything.
_UNSEEN = Reading(is_lenient=False)
_UNSEEN.has_unknowns = True


class Unknown(NamedTuple):
    """Something that the contract does not know.

    Attributes:
        path: its location, with array items as `name[]` and mapping values as `name.*`.
        value: the value as received.
        kind: distinguishes it from others at the same path.
        expected: what the contract says, in case of a mismatch.
    """

    path: str
    value: Any
    kind: str = ""
    expected: str = ""


#: Maximum number of kinds to remember, as properties with arbitrary names are all of different kinds.
_MOST_KINDS = 1000


class UnknownReporter:
    """Reports each kind of unknown once, up to a thousand kinds.

    Responses are only inspected if they hold something unknown and somebody is listening, or something did not match.
    """

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[int, object] = {}  # keyed by hash, as paths may be long

    def observe(self, parsed: object, reading: Reading = _UNSEEN) -> None:
        """Inspect a parsed response, if anything was noted while decoding it.

        If `on_unknown` raises, its exception propagates and the unknown does not count as reported.
        """
        is_silent = self.on_unknown is None and not logger.isEnabledFor(logging.DEBUG)
        if reading.is_clean or (is_silent and reading.matches):
            return
        for path, value, kind, expected in self._found(parsed, reading):
            key, mark = hash((path, kind)), object()
            if len(self._seen) >= _MOST_KINDS or self._seen.setdefault(key, mark) is not mark:
                continue  # setdefault is atomic, so only one thread reports it
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
        except RecursionError:  # nested almost too deep to be decoded
            logger.debug("a response is nested too deep to be inspected for unknowns")


def unknowns(value: object, reading: Reading = _UNSEEN, path: str = "") -> Iterator[Unknown]:
    """Yield the parts of a typed value that the contract does not know."""
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
        for item in value.values():  # a mapping, whose keys are not part of the contract
            yield from unknowns(item, reading, f"{path}.*" if path else "*")


def _leaves(value: object) -> Iterator[object]:
    """Yield the scalars in nested arrays and mappings."""
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
    """A key or enum value that the contract does not know.

    Attributes:
        path: its location, with array items as `name[]`.
        value: the value given.
        kind: the repr of an enum value, else empty.
        near: a similar known key or value, if there is one.
    """

    path: str
    value: Any
    kind: str
    near: str | None

    def __str__(self) -> str:
        hint = f": did you mean {self.near!r}?" if self.near else ""
        return f"{self.path}{f' = {self.kind}' if self.kind else ''}{hint}"


class TypoReporter:
    """Reports each kind of typo once, by logging a warning and calling `on_unknown`."""

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self._on_unknown = on_unknown
        self._seen: dict[tuple[str, str], object] = {}

    def observe(self, request: object) -> None:
        """Inspect the decoded body of a request before it is sent. Exceptions from `on_unknown` propagate."""
        try:
            found = typos(request)
        except RecursionError:  # nested almost too deep to be validated
            logger.debug("a request is nested too deep to be inspected for typos")
            return
        for typo in found:
            mark = object()
            if self._seen.setdefault((typo.path, typo.kind), mark) is not mark:  # atomic, so only one thread reports it
                continue
            logger.warning("the contract does not know %s (sent as it is)", typo)
            if self._on_unknown is not None:
                self._on_unknown(typo.path, typo.value)


def typos(value: object) -> list[Typo]:
    """The parts of a typed value that the contract does not know; enum values only if a known one is similar."""
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
    import difflib  # which takes time, and only a typo needs

    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.75)
    return names[found[0]] if found else None
