"""Templates only print."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tools.project import ROOT

TEMPLATES = sorted((ROOT / "openapi" / "templates").glob("*.jinja"))
FILTERS = {"docstring", "view", "in_order", "in_double_quote_literal"}
PRINTED = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.For, nodes.If, nodes.Const)


def inside(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from inside(child)


def bare(node: nodes.Node) -> bool:
    """Whether an expression is a name, perhaps with filters and attributes."""
    if isinstance(node, nodes.Getattr | nodes.Filter):
        return node.node is not None and bare(node.node)
    return isinstance(node, nodes.Name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_only_print(path: Path) -> None:
    tree = Environment(trim_blocks=True, lstrip_blocks=True).parse(path.read_text(encoding="utf-8"))
    for node in inside(tree):
        assert isinstance(node, PRINTED), f"line {node.lineno}: {type(node).__name__}"
        if isinstance(node, nodes.Filter):
            assert node.name in FILTERS, f"line {node.lineno}: {node.name}"
        if isinstance(node, nodes.If):
            assert bare(node.test), f"line {node.lineno}: an `if` over more than a name"
        if isinstance(node, nodes.For):
            assert bare(node.iter), f"line {node.lineno}: a loop over more than a name"
            assert node.test is None, f"line {node.lineno}: a loop that chooses"
