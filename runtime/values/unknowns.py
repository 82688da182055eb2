"""Makes visible what an answer holds that the contract does not know: new fields, and new values of enums."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from .models import Model, values

logger = logging.getLogger(__name__)

#: Receives the path and the value of something that the contract does not know.
OnUnknown: TypeAlias = Callable[[str, Any], object]


#: Kinds that are remembered. An answer may have properties of any name, and so a kind for each.
_MOST_KINDS = 1000


class UnknownReporter:
    """Tells of each kind of unknown once, of the first thousand kinds. It only looks when somebody wants to know."""

    def __init__(self, on_unknown: OnUnknown | None) -> None:
        self.on_unknown = on_unknown
        self._seen: dict[int, object] = {}  # by the hash of a kind, as its path may be long

    def observe(self, parsed: object) -> None:
        """Look through a parsed answer. What the caller's function raises passes, and then was not told."""
        if self.on_unknown is None and not logger.isEnabledFor(logging.DEBUG):
            return
        for path, value, kind in unknowns(parsed):
            key, mark = hash((path, kind)), object()
            if len(self._seen) >= _MOST_KINDS or self._seen.setdefault(key, mark) is not mark:
                continue  # setdefault is atomic, so threads agree who was first
            logger.debug("the contract does not know %s", f"{path} = {kind}" if kind else path)
            if len(self._seen) == _MOST_KINDS:
                logger.warning("%d kinds of unknowns were told; further ones are not", _MOST_KINDS)
            if self.on_unknown is not None:
                try:
                    self.on_unknown(path, value)
                except BaseException:
                    self._seen.pop(key, None)
                    raise


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
