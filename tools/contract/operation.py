"""The operations of a document, combined with what their path and the document define for them."""

import re
from dataclasses import dataclass
from functools import cached_property

from .access import Credentials, Server, credentials, server
from .node import Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON = "application/json"
_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    node: Node
    name: str
    place: str

    @property
    def required(self) -> bool:
        """Whether calls must provide it."""
        return self.node.get("required") is True

    @cached_property
    def schema(self) -> Node:
        """Its schema, which allows anything if there is none."""
        media = next(iter(self.node.child("content").children().values()), self.node)
        return media.child("schema")


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    item: Node
    """The path item, which may have parameters and servers for all of its methods."""

    @cached_property
    def node(self) -> Node:
        """The operation object."""
        return self.item.child(self.method)

    @property
    def id(self) -> str:
        """Its operationId, which names the method; empty if there is none."""
        return str(self.node.get("operationId", ""))

    @property
    def label(self) -> str:
        """The method and path, for people."""
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """An identity across documents, which ignores the parameter names in the path."""
        return self.method, _NAME.sub("{}", self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the path template, in order."""
        return tuple(_NAME.findall(self.path))

    @property
    def responses(self) -> dict[str, Node]:
        """The responses, by status."""
        found = self.node.child("responses").children()
        return {status: node for status, node in found.items() if not status.startswith("x-")}

    @property
    def successes(self) -> dict[str, Node]:
        """The responses with a 2xx status."""
        return {status: node for status, node in self.responses.items() if status.startswith("2")}

    @cached_property
    def parameters(self) -> dict[tuple[str, str], Parameter]:
        """The parameters, by location and name. The operation's own override those of its path."""
        found = {}
        for owner in (self.item, self.node):
            for node in owner.members("parameters"):
                place, name = str(node.get("in")), str(node.get("name"))
                found[place, name.lower() if place == "header" else name] = Parameter(node, name, place)
        return found

    @cached_property
    def security(self) -> dict[str, Credentials]:
        """The alternative ways to authenticate, by label."""
        return credentials(self.node if "security" in self.node else self.node.document.root)

    @cached_property
    def own_server(self) -> Server | None:
        """The server that the operation or its path declares, if any."""
        return next((server(owner) for owner in (self.node, self.item) if "servers" in owner), None)

    def check(self) -> None:
        """Raise `ToolError` for a truncated operation and for dangling references."""
        if not self.node.get("responses"):
            raise self.node.error("the operation has no responses (truncated?)")
        self.item.check_references()
