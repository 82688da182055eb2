"""Lenient decoding of responses that do not quite match the contract.

Decoders are strict unless a lenient `Reading` is active. They look for one only when a value does not match, so valid
responses are decoded at no extra cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from .errors import ValidationError

_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Fault(NamedTuple):
    """A value that does not match the contract, as received; `UNSET` if it is missing."""

    key: str | int
    value: Any
    expected: str


class Reading:
    """The decoding of one response: whether it is lenient, and what did not match.

    Decoders do not know the path, only the object or array that they are building, so faults are noted by that. Walking
    the finished value finds them again, with their paths.
    """

    def __init__(self, *, is_lenient: bool) -> None:
        self.is_lenient = is_lenient
        # Each holder is kept alive, so that its id is not reused.
        self._faults: dict[int, tuple[object, list[Fault]]] = {}
        self._strangers: dict[int, object] = {}

    @property
    def is_clean(self) -> bool:
        """Whether everything read so far matches the contract."""
        return not self._faults and not self._strangers

    def note(self, holder: object, fault: Fault) -> None:
        """Record a value in `holder` that does not match."""
        self._faults.setdefault(id(holder), (holder, []))[1].append(fault)

    def note_stranger(self, value: object) -> None:
        """Record an object that matches no member of a union."""
        self._strangers[id(value)] = value

    def faults_in(self, holder: object) -> list[Fault]:
        """Return the faults noted in an object or array."""
        return self._faults.get(id(holder), (None, []))[1]

    def is_stranger(self, value: object) -> bool:
        """Whether an object was recorded as matching no member of a union."""
        return id(value) in self._strangers

    def adopt(self, other: Reading) -> None:
        """Merge in what a trial reading noted."""
        self._faults.update(other._faults)
        self._strangers.update(other._strangers)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Make this the reading that decoders consult inside the block."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


def current_reading() -> Reading | None:
    """Return the active reading, or None, which makes decoders strict."""
    return _current.get()


def lenient_reading() -> Reading | None:
    """Return the active reading if it is lenient, else None."""
    reading = _current.get()
    return reading if reading is not None and reading.is_lenient else None


class EmptyArray(list[Any]):
    """An empty list in place of a null or missing array. It is encoded as that again, unless items were added."""

    def __init__(self, stands_for: object) -> None:
        super().__init__()
        self.stands_for = stands_for


def kept(holder: object, key: str | int, value: Any, error: ValidationError) -> Any:
    """Return the value as received in a lenient reading, else raise the error with its path."""
    reading = lenient_reading()
    if reading is None:
        raise error.under(key) from None
    reading.note(holder, Fault(key, value, error.expected))
    return value
