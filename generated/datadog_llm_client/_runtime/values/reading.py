# Copied by "make generate" from runtime/values/reading.py. Edit that, never this file.
"""How an answer is read that is not quite what the contract says, and what has to be told of it.

Decoders are strict unless a `Reading` that is lenient is under way. They ask for it only where a value does not fit, so
that an answer as the contract says is read at no further cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from .errors import ValidationError

_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Fault(NamedTuple):
    """What came in place of what the contract says: the value as it came, `UNSET` where there was none."""

    key: str | int
    value: Any
    expected: str


class Reading:
    """One answer being read: whether leniently, and what was met that the contract does not know.

    Decoders know no path, only the object or array that they are building. This is where a fault is noted, and whoever
    walks through the finished value finds it again, with the path.
    """

    def __init__(self, *, is_lenient: bool) -> None:
        self.is_lenient = is_lenient
        # With the holder itself, so that its id is not given to another.
        self._faults: dict[int, tuple[object, list[Fault]]] = {}
        self._strangers: dict[int, object] = {}

    @property
    def is_clean(self) -> bool:
        """Whether all that was read is as the contract says."""
        return not self._faults and not self._strangers

    def note(self, holder: object, fault: Fault) -> None:
        """A value in `holder` came as it should not."""
        self._faults.setdefault(id(holder), (holder, []))[1].append(fault)

    def note_stranger(self, value: object) -> None:
        """An object is none of the members of a union."""
        self._strangers[id(value)] = value

    def faults_in(self, holder: object) -> list[Fault]:
        """What was noted for one object or array."""
        return self._faults.get(id(holder), (None, []))[1]

    def is_stranger(self, value: object) -> bool:
        """Whether this is an object that is none of the members of a union."""
        return id(value) in self._strangers

    def adopt(self, other: Reading) -> None:
        """Take over what was noted in a trial."""
        self._faults.update(other._faults)
        self._strangers.update(other._strangers)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Have decoders ask this one."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


def current_reading() -> Reading | None:
    """The reading that is under way, if any. Where there is none, decoders are strict."""
    return _current.get()


def lenient_reading() -> Reading | None:
    """The reading that is under way, if it is lenient."""
    reading = _current.get()
    return reading if reading is not None and reading.is_lenient else None


class EmptyArray(list[Any]):
    """The empty list that stands for null, or for nothing, in an answer; it is written so while it is empty."""

    def __init__(self, stands_for: object) -> None:
        super().__init__()
        self.stands_for = stands_for


def kept(holder: object, key: str | int, value: Any, error: ValidationError) -> Any:
    """The value as it came, where the reading is lenient; else the error, which says where."""
    reading = lenient_reading()
    if reading is None:
        raise error.under(key) from None
    reading.note(holder, Fault(key, value, error.expected))
    return value
