"""Types as sets of alternatives, so that order does not matter, and wider and narrower types can be told apart."""

import ast


def alternatives(text: str) -> frozenset[str]:
    """Return the alternatives of a type: the members of a union, and each value of a `Literal`."""
    try:
        return _alternatives(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return frozenset({text})


def literals(text: str) -> frozenset[str]:
    """Return the reprs of the values of the `Literal` in a type."""
    return frozenset(one[8:-1] for one in alternatives(text) if one.startswith("Literal["))


def direction(old: str, new: str) -> str | None:
    """Return how a type changed: `widened`, `narrowed`, `retyped`, or None if it is equivalent."""
    if old == new:
        return None
    before, after = _with_integers(alternatives(old)), _with_integers(alternatives(new))
    if before == after:
        return None
    return "widened" if before < after else "narrowed" if before > after else "retyped"


def _with_integers(types: frozenset[str]) -> frozenset[str]:
    # For type checkers, an int is a float.
    return types | {"int"} if "float" in types else types


def _alternatives(node: ast.expr) -> frozenset[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _alternatives(node.left) | _alternatives(node.right)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return alternatives(node.value)  # a forward reference
    if isinstance(node, ast.Subscript):
        name = node.value.attr if isinstance(node.value, ast.Attribute) else ast.unparse(node.value)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Literal":
            return frozenset(f"Literal[{ast.unparse(value)}]" for value in arguments)
        return frozenset({f"{name}[{', '.join(map(_normal, arguments))}]"})
    # A name means the same with and without its module.
    return frozenset({node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)})


def _normal(node: ast.expr) -> str:
    if isinstance(node, ast.List):  # the arguments of a Callable
        return f"[{', '.join(map(_normal, node.elts))}]"
    return " | ".join(sorted(_alternatives(node)))
