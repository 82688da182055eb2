# Copied from extras/batch/lines.py: edit that.
from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from attrs import field, frozen

from .. import ConfigurationError, ProviderError, ResponseValidationError
from .._plain import plain

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
            return _dumped({name: value for name, value in self.values.items() if name != ERROR} | {ERROR: error})
        body = self.text.strip()[:-1].rstrip()
        return f'{body}{", " if self.values else ""}"{ERROR}": {_dumped(error)}}}'

    def answered(self, result: Any, used: Mapping[str, int]) -> str:
        found: dict[str, Any] = {"line": self.number}
        if ID in self.values:
            found[ID] = self.values[ID]
        return _dumped(found | {"result": result} | ({"usage": used} if used else {}))


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
        try:
            values = json.loads(text, parse_constant=_not_json)
        except RecursionError:
            raise ValueError("nested too deep") from None
        except json.JSONDecodeError as error:
            raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
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


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
