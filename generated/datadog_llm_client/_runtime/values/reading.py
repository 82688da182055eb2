# Copied from runtime/values/reading.py: edit that.
"""What decoding notes: values that the contract does not know, and, if it is lenient, those that do not match it.

Decoders are strict unless a lenient `Reading` is active. They look for one only when a value is unknown or does not
match, so others are decoded at no extra cost.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any, NamedTuple, Self

from .errors import ValidationError

_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Fault(NamedTuple):
    """A value that does not match the contract, as received; `UNSET` if it is missing."""

    key: str | int
    value: Any
    expected: str


class Reading:
    """The decoding of one request or response: whether it is lenient, and what was unknown or did not match.

    Decoders consult it inside a `with` block. They do not know the path, only the object or array that they are
    building, so faults are noted by that. Walking the finished value finds them again, with their paths.
    """

    def __init__(self, *, is_lenient: bool, is_request: bool = False) -> None:
        self.is_lenient = is_lenient
        self.is_request = is_request
        self.has_unknowns = False
        # Each holder is kept alive, so that its id is not reused.
        self._faults: dict[int, tuple[object, list[Fault]]] = {}
        self._strangers: dict[int, object] = {}
        self._token: Token[Reading | None]

    @property
    def matches(self) -> bool:
        """Whether everything read so far matches the contract, which may not know all of it."""
        return not self._faults and not self._strangers

    @property
    def is_clean(self) -> bool:
        """Whether the contract knows everything read so far."""
        return self.matches and not self.has_unknowns

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
        self.has_unknowns |= other.has_unknowns

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)


def current_reading() -> Reading | None:
    """Return the active reading, or None, which makes decoders strict."""
    return _current.get()


def lenient_reading() -> Reading | None:
    """Return the active reading if it is lenient, else None."""
    reading = _current.get()
    return reading if reading is not None and reading.is_lenient else None


def note_unknown() -> None:
    """Note in the active reading, if there is one, that the contract does not know something."""
    reading = _current.get()
    if reading is not None:
        reading.has_unknowns = True


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
