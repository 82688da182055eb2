# Copied from runtime/values/typos.py: edit that.
from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .models import Model
from .unknowns import OnUnknown

logger = logging.getLogger(__name__)


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
