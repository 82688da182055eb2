"""The OpenAPI document, as used by all tools.

    document = Document.load(Path("openapi/llm-obs-integrations.yaml"))    # or a text
    document.plain                          # the whole document as dicts and lists, for libraries
    document.root                           # the same, as a Node
    for operation in document.operations():
        operation.id, operation.label, operation.node, operation.parameters, operation.responses

A `Node` is a mapping of plain values that follows its `$ref` on access. `node.child("a", "b")` and `node.children()`
return the nodes inside, `node.members("allOf")` those of a list; `node.raw` is the value as written, `node.line` the
line where it is used, `node.at("type")` the line of a keyword, and `node.error("...")` a `ToolError` with that line.

`normal(node)` is the normal form of a schema. `compare(old, new)` returns what changed for callers, rated by the table
in `rating`. `deviations` separates the accepted differences, `report` presents the others, and `checks`, which the
generator runs, rejects invalid documents.
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
