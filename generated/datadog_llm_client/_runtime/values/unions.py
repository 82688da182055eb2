# Copied from runtime/values/unions.py: edit that.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from .errors import ValidationError
from .models import Model
from .reading import Reading, current_reading, lenient_reading
from .scalars import mismatch
from .types import UNSET

T = TypeVar("T")
Decoder = Callable[[Any], T]


def is_object(decode: Decoder[Any]) -> bool:
    return isinstance(getattr(decode, "__self__", None), type) or getattr(decode, "is_object", False)


def is_array(decode: Decoder[Any]) -> bool:
    return getattr(decode, "is_array", False)


class _OneOf:
    def __init__(self, members: tuple[Decoder[Any], ...]) -> None:
        self._members = members

    @property
    def is_object(self) -> bool:
        return all(is_object(member) for member in self._members)

    @property
    def is_array(self) -> bool:
        return all(is_array(member) for member in self._members)

    def __call__(self, value: Any) -> Any:
        fits: list[tuple[Any, Reading]] = []
        expected: list[str] = []
        reading = current_reading()
        for member in self._members:
            try:
                with Reading(is_lenient=False, is_request=reading is None or reading.is_request) as trial:
                    parsed = member(value)
            except ValidationError as error:
                expected.append(error.expected if not error.path else f"{error.expected} as {error.location}")
                continue
            fits.append((parsed, trial))
            if trial.is_clean:
                return parsed
        if fits:
            parsed, trial = fits[0]
            if reading is not None:
                reading.adopt(trial)
            return parsed
        if lenient_reading() is not None:
            return self._keep(value)
        raise mismatch(" or ".join(dict.fromkeys(expected)), value)

    def _keep(self, value: Any) -> Any:
        kind = is_object if isinstance(value, dict) else is_array if isinstance(value, list) else None
        candidates = [member for member in self._members if kind is not None and kind(member)]
        if len(candidates) == 1:
            return candidates[0](value)
        return _stranger(value, mismatch("a member of the union", value))


class _Discriminated:
    is_object = True

    def __init__(self, key: str, members: Mapping[Any, Decoder[Any]]) -> None:
        self._key = key
        self._members = members

    def __call__(self, value: Any) -> Any:
        if isinstance(value, Model):
            own = next((member for member in self._members.values() if _reads(member, type(value))), None)
            if own is not None:
                return own(value)
            name = value._properties().get(self._key, UNSET)
        elif isinstance(value, Mapping):
            name = value.get(self._key, UNSET)
        else:
            raise mismatch("an object", value)
        if name is UNSET:
            return _stranger(value, ValidationError("a required property", "nothing", (self._key,)))
        member = self._members.get(name) if isinstance(name, str | int) else None
        if member is not None:
            return member(value)
        if isinstance(name, str | int):
            reading = current_reading()
            if reading is not None:
                reading.note_stranger(value)
            return value
        return _stranger(value, mismatch(f"one of {', '.join(map(repr, self._members))}", name).under(self._key))


def _reads(member: Decoder[Any], kind: type) -> bool:
    return getattr(member, "__self__", None) is kind


def _stranger(value: Any, error: ValidationError) -> Any:
    reading = lenient_reading()
    if reading is None or not isinstance(value, dict):
        raise error
    reading.note_stranger(value)
    return value


class _Deferred(Generic[T]):
    def __init__(self, make: Callable[[], Decoder[T]]) -> None:
        self._make = make
        self._made: Decoder[T] | None = None

    @property
    def _decode(self) -> Decoder[T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @property
    def is_object(self) -> bool:
        return is_object(self._decode)

    @property
    def is_array(self) -> bool:
        return is_array(self._decode)

    def __call__(self, value: Any) -> T:
        return self._decode(value)


def one_of(*members: Decoder[Any]) -> Decoder[Any]:
    return _OneOf(members)


def discriminated(key: str, members: Mapping[Any, Decoder[Any]]) -> Decoder[Any]:
    return _Discriminated(key, members)


def deferred(make: Callable[[], Decoder[T]]) -> Decoder[T]:
    return _Deferred(make)
