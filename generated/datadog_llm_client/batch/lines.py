# Copied from extras/batch/lines.py: edit that.
from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from .. import ConfigurationError, ProviderError, ResponseValidationError
from .._traits import plain, read_json

ID = "id"
ERROR = "_error"


@frozen
class Line:
    number: int
    text: str
    request: Mapping[str, Any]
    values: Mapping[str, Any] = field(repr=False)

    def failed(self, error: Mapping[str, Any]) -> str:
        if ERROR in self.values:
            return dumped({name: value for name, value in self.values.items() if name != ERROR} | {ERROR: error})
        body = self.text.strip()[:-1].rstrip()
        return f'{body}{", " if self.values else ""}"{ERROR}": {dumped(error)}}}'

    def answered(self, result: Any, used: Mapping[str, int]) -> str:
        found: dict[str, Any] = {"line": self.number}
        if ID in self.values:
            found[ID] = self.values[ID]
        return dumped(found | {"result": result} | ({"usage": used} if used else {}))


class Format:
    def __init__(self, method: Callable[..., Any], defaults: Mapping[str, Any]) -> None:
        parameters = inspect.signature(method).parameters
        self._known = set(parameters)
        self._needed = {name for name, one in parameters.items() if one.default is one.empty} - set(defaults)
        self._defaults = defaults
        if unknown := set(defaults) - self._known:
            raise ConfigurationError(f"defaults: {self._unknown(unknown)}")

    def lines(self, texts: Iterator[bytes], name: str) -> Iterator[Line]:
        for number, text in enumerate(texts, 1):
            if not text.strip():
                continue
            try:
                yield self._line(number, text)
            except ValueError as error:
                raise ConfigurationError(f"{name}:{number}: {error}") from None

    def _line(self, number: int, content: bytes) -> Line:
        text = content.decode().removeprefix("\ufeff")
        values = read_json(text)
        if not isinstance(values, dict):
            raise ValueError(f"not a JSON object but {type(values).__name__}")
        given = {name: value for name, value in values.items() if name in self._known or name not in (ID, ERROR)}
        if unknown := given.keys() - self._known:
            raise ValueError(self._unknown(unknown))
        if missing := self._needed - given.keys():
            raise ValueError(f"lacks {', '.join(sorted(missing))}, and so do the defaults")
        return Line(number, text, {**self._defaults, **given}, values)

    def _unknown(self, names: set[str]) -> str:
        return f"unknown {', '.join(map(repr, sorted(names)))}; choose from {', '.join(sorted(self._known))}"


def told_of(error: Exception, line: int) -> dict[str, Any]:
    told: dict[str, Any] = {"line": line, "type": type(error).__name__, "message": str(error)}
    for name in ("status_code", "request_id", "retry_after"):
        if (value := getattr(error, name, None)) is not None:
            told[name] = value
    if isinstance(error, ProviderError):
        told["response"] = plain(error.parsed)
    elif isinstance(error, ResponseValidationError):
        told["content"] = error.content.decode("utf-8", "replace")
    return told


class InputHash:
    def __init__(self, prefixes: Iterable[int]) -> None:
        self.count = 0
        self._hash = hashlib.sha256()
        self._counts = frozenset(prefixes)
        self.prefixes = {0: self.value}

    def passing(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.count += 1
            self._hash.update(line + b"\n")
            if self.count in self._counts:
                self.prefixes[self.count] = self.value
            yield line

    @property
    def value(self) -> str:
        return self._hash.hexdigest()


def hash_defaults(defaults: Mapping[str, Any]) -> str:
    try:
        text = json.dumps(defaults, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"defaults must be JSON-serializable: {error}") from None
    return hashlib.sha256(text.encode()).hexdigest()


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
