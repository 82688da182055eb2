"""The hand-written modules of the package, as they are copied from `runtime/` and `extras/`.

A copy is smaller than its source: it has the documentation of what users meet, which a module names in `__all__`, and
neither comments nor the docstrings of its insides. Those are for who edits the source.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tools.console import ToolError

from .formatting import format_files

#: Where copies come from is their first line.
HEADER = "# Copied from {source}: edit that.\n"
#: Comments that tools read: type checkers, and the coverage of the tests.
_DIRECTIVE = re.compile(r"#\s*(?:type|pyright|pragma):")


def write(copies: Mapping[Path, Path], root: Path) -> None:
    """Write a copy of each module, by its path. Raises `ToolError` if the generator made one of that name."""
    for copy, file in copies.items():
        source = file.relative_to(root).as_posix()
        if copy.exists():
            raise ToolError(f"{source}: the generator made {copy.name}, too")
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            text = stripped(file.read_text(encoding="utf-8"), is_package=file.name == "__init__.py")
        except SyntaxError as error:
            raise ToolError(f"{source}:{error.lineno}: {error.msg}") from None
        copy.write_text(HEADER.format(source=source) + text, encoding="utf-8")
    format_files(copies)


def stripped(text: str, *, is_package: bool = False) -> str:
    """Return a module without its comments, and without the docstrings of what nobody meets from outside.

    A package keeps its own, which says what is in it.
    """
    tree = ast.parse(text)
    lines = io.StringIO(text).readlines()  # not splitlines, which also splits where Python does not
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not _DIRECTIVE.match(token.string):
            row, column = token.start
            code = lines[row - 1][:column].rstrip()
            lines[row - 1] = f"{code}\n" if code else ""
    public = _exported(tree)
    for docstring, is_all in _internal(tree.body, public.__contains__, is_met=is_package or bool(public)):
        assert docstring.end_lineno is not None
        lines[docstring.lineno - 1] = f"{' ' * docstring.col_offset}...\n" if is_all else ""
        end = docstring.end_lineno
        while end < len(lines) and not lines[end].strip():
            end += 1  # a blank line after it
        for row in range(docstring.lineno, end):
            lines[row] = ""
    return "".join(lines)


def _exported(tree: ast.Module) -> frozenset[str]:
    """The names in `__all__`, if a module has it."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and _names(statement) == ["__all__"]:
            return frozenset(ast.literal_eval(statement.value))
    return frozenset()


def _names(statement: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _internal(
    body: Iterable[ast.stmt], is_public: Callable[[str], bool], *, is_met: bool
) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the docstrings of what is internal, each with whether there is nothing else in its block.

    `is_met` says whether the owner of this block is met from outside, `is_public` what in it is, by name.
    """
    statements = list(body)
    for statement in statements:
        if _is_string(statement):
            if not is_met:  # of what was before it: the owner, or an attribute
                yield statement, len(statements) == 1
            continue
        names = _names(statement)
        is_met = any(map(is_public, names))
        inside = _is_open if is_met and isinstance(statement, ast.ClassDef) else _nothing if names else is_public
        for inner in ("body", "orelse", "handlers", "finalbody"):
            yield from _internal(getattr(statement, inner, ()), inside, is_met=is_met)


def _is_string(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _is_open(name: str) -> bool:
    return not name.startswith("_") or name.endswith("__")


def _nothing(name: str) -> bool:
    return False
