"""A call of an operation: the arguments, the expected request, and the answer."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from . import bodies
from .schemas import Node, Schemas
from .values import Draw, Values
from .wire import Parameter


@dataclass(frozen=True)
class Body:
    """A body, with its content type in the contract."""

    content_type: str
    value: Any
    schema: Node


@dataclass(frozen=True)
class Answer:
    """The answer of the server, which may have no body."""

    status: int
    body: Body | None


@dataclass(frozen=True)
class Case:
    """The values of everything that is sent and received in one call."""

    parameters: tuple[Parameter, ...]
    body: Body | None
    answer: Answer


class Cases:
    """The possible calls of an operation."""

    def __init__(self, schemas: Schemas, item: Node, node: Node) -> None:
        self._schemas = schemas
        found: dict[tuple[str, str], Node] = {}
        for parameter in [*item.get("parameters", []), *node.get("parameters", [])]:
            parameter = schemas.resolve(parameter)
            found[parameter["in"], parameter["name"]] = parameter
        self.parameters = list(found.values())
        self._body: Node | None = schemas.resolve(node["requestBody"]) if "requestBody" in node else None
        content: Node = self._body["content"] if self._body is not None else {}
        # If there are several, prefer JSON.
        self._kind = next((kind for kind in content if bodies.is_json(kind)), next(iter(content), ""))
        self._schema = content[self._kind].get("schema", {}) if content else None
        self.body = None if self._schema is None else schemas.view(self._schema)
        responses = {str(status): schemas.resolve(response) for status, response in node["responses"].items()}
        self._successes = {status: response for status, response in responses.items() if status.startswith("2")}
        if not self._successes and "default" in responses:
            self._successes = {"200": responses["default"]}
        self.accepted = {kind for response in self._successes.values() for kind in response.get("content", {})}

    def strategy(self) -> st.SearchStrategy[Case]:
        """Return a strategy that draws cases."""
        return st.composite(lambda draw: self._case(draw))()

    def _case(self, draw: Draw) -> Case:
        values = Values(self._schemas, draw, "request")
        parameters = tuple(
            Parameter(node, values.parameter(node))
            for node in self.parameters
            if node.get("required") or values.wants(node["in"] == "cookie")
        )
        body: Body | None = None
        if self._body is not None and (self._body.get("required") or values.wants()):
            value = values.draw(self._schema) if bodies.is_json(self._kind) else values.raw(self._schema)
            body = Body(self._kind, value, self.body or {})
        return Case(parameters, body, self._answer(draw))

    def _answer(self, draw: Draw) -> Answer:
        choices = [
            (status, kind) for status, response in self._successes.items() for kind in response.get("content") or [None]
        ]
        status, kind = draw(st.sampled_from(choices))
        number = 200 if not status.isdecimal() else int(status)
        if kind is None:
            return Answer(number, None)
        schema = self._successes[status]["content"][kind].get("schema", {})
        if bodies.is_json(kind):
            value = Values(self._schemas, draw, "answer").draw(schema)
        else:
            text = bodies.media_type(kind).startswith("text/")
            value = draw(st.text(max_size=40) if text else st.binary(max_size=40))
        return Answer(number, Body(kind, value, self._schemas.view(schema)))
