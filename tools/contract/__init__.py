"""The OpenAPI document, read once for all tools.

    document = Document.load(Path("openapi/llm-obs-integrations.yaml"))    # or a text
    document.plain                          # all of it as dicts and lists, for libraries
    document.root                           # the same as a Node
    for operation in document.operations():
        operation.id, operation.label, operation.node, operation.parameters, operation.responses

A `Node` is a mapping of plain values that follows its `$ref` when it is looked into. `node.child("a", "b")` and
`node.children()` give the nodes inside, `node.members("allOf")` those of a list; `node.raw` is the value as it is
written, `node.line` where it is used, `node.at("type")` where a keyword of it stands, `node.error("...")` the
`ToolError` that says so.

`normal(node)` is what a schema allows, however it is written. `compare(old, new)` gives what changed for callers, rated
as the table in `rating` says. `deviations` sets the accepted differences apart, and `report` tells the rest. `checks`,
which the generator runs, refuses what the client could not serve.
"""

from .compare import compare
from .document import Document
from .finding import EVERY_OPERATION, Finding
from .node import Node
from .operation import JSON, METHODS, Operation, Parameter
from .pointer import lookup
from .rating import Rating
from .schema import normal

__all__ = [
    "EVERY_OPERATION",
    "JSON",
    "METHODS",
    "Document",
    "Finding",
    "Node",
    "Operation",
    "Parameter",
    "Rating",
    "compare",
    "lookup",
    "normal",
]
