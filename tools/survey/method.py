"""Maps names and values of the contract to the arguments of a generated method."""

import base64
import datetime
import inspect
import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from .case import Body, Case
from .schemas import Node, Schemas, types

_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "date-time": lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")),
    "date": datetime.date.fromisoformat,
    "uuid": uuid.UUID,
    "byte": base64.b64decode,
}


# Keywords of every method, which are not in the contract.
_OPTIONS = frozenset(
    {"extra_body", "extra_headers", "timeout", "max_retries", "deadline", "retry_unsafe", "strict_responses"}
)


class CannotCall(Exception):
    """The method has no keyword for something in the contract; the message names it."""


class Method:
    """A method of a generated client. `body` is the schema of its body, if it has one."""

    def __init__(
        self, function: Callable[..., Any], schemas: Schemas, parameters: Sequence[Node], body: Node | None
    ) -> None:
        self._schemas = schemas
        self._keywords = list(inspect.signature(function).parameters)
        self._declared: Node = body.get("properties", {}) if body is not None else {}
        self._whole = "body" in self._keywords and "body" not in self._declared
        names: dict[tuple[str, str], Any] = {(node["in"], node["name"]): node for node in parameters}
        names |= {("body", name): self._declared[name] for name in ({} if self._whole else self._declared)}
        # If names collide, those in the path come first, then those of the body.
        order = sorted(names, key=lambda one: (one[0] != "path", one[0] != "body"))
        self._names: dict[tuple[str, str], str] = {}
        for place, name in order:
            if keyword := self._keyword(name, names[place, name]):
                self._names[place, name] = keyword

    def arguments(self, case: Case) -> dict[str, Any]:
        """Return the keyword arguments for a case. Raises `CannotCall`."""
        arguments: dict[str, Any] = {}
        for parameter in case.parameters:
            keyword = self._names.get((parameter.place, parameter.name))
            if keyword is None:
                raise CannotCall(f"the method takes no {parameter.place} parameter {parameter.name!r}")
            arguments[keyword] = self._typed(parameter.node.get("schema", {}), parameter.value)
        return arguments | (self._body(case.body) if case.body is not None else {})

    def _body(self, body: Body) -> dict[str, Any]:
        if self._whole:
            return {"body": self._typed(body.schema, body.value)}
        if not isinstance(body.value, dict):
            raise CannotCall("the method takes no body as a whole, and the body is not an object")
        found: dict[str, Any] = {}
        more: dict[str, Any] = {}
        for name, value in body.value.items():
            if keyword := self._names.get(("body", name)):
                found[keyword] = self._typed(self._declared[name], value)
            elif name not in self._declared and "extra_body" in self._keywords:
                more[name] = value
            else:
                raise CannotCall(f"the method takes no property {name!r} of the body")
        return found | ({"extra_body": more} if more else {})

    def _keyword(self, name: str, node: Any) -> str | None:
        wanted = node.get("x-python-name") if isinstance(node, dict) else None
        taken = {*_OPTIONS, *self._names.values()} | ({"body"} if self._whole else set())
        free = [keyword for keyword in self._keywords if keyword not in taken]
        plain = _letters(name)
        alike = sorted((keyword for keyword in free if _letters(keyword) == plain), key=lambda one: one.count("_"))
        return next((one for one in (wanted, name, f"{name}_") if one in free), None) or next(iter(alike), None)

    def _typed(self, node: Any, value: Any) -> Any:
        """Return a value as callers pass it, such as a date, a UUID or bytes."""
        schema = self._schemas.view(node)
        if isinstance(value, list) and types(schema) == ["array"]:
            return [self._typed(schema.get("items", {}), item) for item in value]
        convert = _CONVERTERS.get(str(schema.get("format")))
        return convert(value) if convert and isinstance(value, str) and types(schema) == ["string"] else value


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
