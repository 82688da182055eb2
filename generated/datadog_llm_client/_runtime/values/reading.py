# Copied from runtime/values/reading.py: edit that.
from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any, NamedTuple, Self

from .errors import ValidationError

_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Fault(NamedTuple):
    key: str | int
    value: Any
    expected: str


class Reading:
    def __init__(self, *, is_lenient: bool, is_request: bool = False) -> None:
        self.is_lenient = is_lenient
        self.is_request = is_request
        self.has_unknowns = False
        self._faults: dict[int, tuple[object, list[Fault]]] = {}
        self._strangers: dict[int, object] = {}
        self._token: Token[Reading | None]

    @property
    def matches(self) -> bool:
        return not self._faults and not self._strangers

    @property
    def is_clean(self) -> bool:
        return self.matches and not self.has_unknowns

    def note(self, holder: object, fault: Fault) -> None:
        self._faults.setdefault(id(holder), (holder, []))[1].append(fault)

    def note_stranger(self, value: object) -> None:
        self._strangers[id(value)] = value

    def faults_in(self, holder: object) -> list[Fault]:
        return self._faults.get(id(holder), (None, []))[1]

    def is_stranger(self, value: object) -> bool:
        return id(value) in self._strangers

    def adopt(self, other: Reading) -> None:
        self._faults.update(other._faults)
        self._strangers.update(other._strangers)
        self.has_unknowns |= other.has_unknowns

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)


def current_reading() -> Reading | None:
    return _current.get()


def lenient_reading() -> Reading | None:
    reading = _current.get()
    return reading if reading is not None and reading.is_lenient else None


def note_unknown() -> None:
    reading = _current.get()
    if reading is not None:
        reading.has_unknowns = True


class EmptyArray(list[Any]):
    def __init__(self, stands_for: object) -> None:
        super().__init__()
        self.stands_for = stands_for


def kept(holder: object, key: str | int, value: Any, error: ValidationError) -> Any:
    reading = lenient_reading()
    if reading is None:
        raise error.under(key) from None
    reading.note(holder, Fault(key, value, error.expected))
    return value
