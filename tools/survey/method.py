"""How a generated method is called: which keyword stands for which name of the contract, and with what types."""

from __future__ import annotations

import datetime
import inspect
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from .case import Body, Case
from .schemas import Schemas, types
from .upstream import Node

_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "date-time": lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")),
    "date": datetime.date.fromisoformat,
    "uuid": uuid.UUID,
}


# Keywords of every method, which stand for nothing in the contract.
_OPTIONS = frozenset(
    {"body", "extra_body", "extra_headers", "timeout", "max_retries", "deadline", "retry_unsafe", "strict_responses"}
)


class CannotCall(Exception):
    """The method takes no keyword for something that the contract has; the text names it."""


class Method:
    """A method of a generated client."""

    def __init__(self, function: Callable[..., Any], schemas: Schemas) -> None:
        self._schemas = schemas
        self._keywords = list(inspect.signature(function).parameters)

    def arguments(self, case: Case) -> dict[str, Any]:
        """The keyword arguments for a case. Raises `CannotCall`."""
        arguments: dict[str, Any] = {}
        for parameter in case.parameters:
            keyword = self._keyword(parameter.name, parameter.node, taken=arguments)
            if keyword is None:
                raise CannotCall(f"the method takes no {parameter.place} parameter {parameter.name!r}")
            schema = parameter.node.get("schema", {})
            arguments[keyword] = self._typed(schema, parameter.value)
        for body in case.bodies:
            arguments |= self._body(body, arguments)
        return arguments

    def _body(self, body: Body, taken: Iterable[str]) -> dict[str, Any]:
        declared: Node = body.schema.get("properties", {})
        if "body" in self._keywords:
            return {"body": self._typed(body.schema, body.value)}
        if not isinstance(body.value, dict):
            raise CannotCall("the method takes no body as a whole, and the body is no object")
        found: dict[str, Any] = {}
        more: dict[str, Any] = {}
        for name, value in body.value.items():
            keyword = self._keyword(name, declared.get(name, {}), taken=[*taken, *found]) if name in declared else None
            if keyword is not None:
                found[keyword] = self._typed(declared[name], value)
            elif name not in declared and "extra_body" in self._keywords:
                more[name] = value
            else:
                raise CannotCall(f"the method takes no property {name!r} of the body")
        return found | ({"extra_body": more} if more else {})

    def _keyword(self, name: str, node: Any, taken: Iterable[str]) -> str | None:
        wanted = node.get("x-python-name") if isinstance(node, dict) else None
        free = [keyword for keyword in self._keywords if keyword not in _OPTIONS and keyword not in taken]
        for candidate in (wanted, name, f"{name}_"):
            if candidate in free:
                return candidate
        plain = _letters(name)
        return next((keyword for keyword in free if _letters(keyword) == plain), None)

    def _typed(self, node: Any, value: Any) -> Any:
        """The value as a caller has it: a moment, a date or a UUID where the contract says so."""
        schema = self._schemas.view(node)
        if isinstance(value, list) and types(schema) == ["array"]:
            return [self._typed(schema.get("items", {}), item) for item in value]
        convert = _CONVERTERS.get(str(schema.get("format")))
        return convert(value) if convert and isinstance(value, str) and types(schema) == ["string"] else value


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
