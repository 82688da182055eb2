"""Copies of hand-written modules: what a source says to those who edit it stays there."""

import ast
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.generate import copies
from tools.project import EXTRAS, PACKAGE, ROOT, RUNTIME, files_in

SOURCE = '''\
"""A module.

Longer."""

from typing import Protocol  # nothing

__all__ = ("PUBLIC", "Public", "public")

#: Of a constant.
SECRET = "# no comment"
"""Of what is not exported."""

PUBLIC = 1
"""Of what is exported."""


class Public:  # public
    """A class."""

    size = 1  # type: ignore[assignment]
    """An attribute."""
    _size = 1
    """A private one."""

    def method(self) -> None:
        """A method."""

        def inner() -> None:
            """Inside."""

        inner()

    def _private(self) -> None:
        """Private."""

    class _Inner:
        """Private."""

        def method(self) -> None:
            """Its method."""


class Other(Protocol):
    """Not exported."""

    def method(self) -> None:
        """Its method."""

    size: int


try:

    def public() -> str:
        """Documented."""
        return """
# no comment
"""

except ImportError:  # pragma: no cover

    def other() -> None:
        # why
        """Not exported."""
'''

COPY = '''\
# Copied from runtime/a.py: edit that.
"""A module.

Longer."""

from typing import Protocol

__all__ = ("PUBLIC", "Public", "public")

SECRET = "# no comment"
PUBLIC = 1
"""Of what is exported."""


class Public:
    """A class."""

    size = 1  # type: ignore[assignment]
    """An attribute."""
    _size = 1

    def method(self) -> None:
        """A method."""

        def inner() -> None: ...

        inner()

    def _private(self) -> None: ...

    class _Inner:
        def method(self) -> None: ...


class Other(Protocol):
    def method(self) -> None: ...

    size: int


try:

    def public() -> str:
        """Documented."""
        return """
# no comment
"""

except ImportError:  # pragma: no cover

    def other() -> None: ...
'''


def copied(root: Path, text: str, name: str = "a.py") -> str:
    source = root / "runtime" / name
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    copies.write({root / "package" / name: source}, root)
    return (root / "package" / name).read_text(encoding="utf-8")


def test_comments_and_internal_docstrings_stay_in_the_source(tmp_path: Path) -> None:
    assert copied(tmp_path, SOURCE) == COPY


def test_a_module_that_exports_nothing_is_internal(tmp_path: Path) -> None:
    text = copied(
        tmp_path, '"""Internal."""\n\nA = 1\n"""One."""\n\n\ndef read() -> int:\n    """Read."""\n    return A\n'
    )
    assert text == "# Copied from runtime/a.py: edit that.\nA = 1\n\n\ndef read() -> int:\n    return A\n"


def test_lines_are_those_of_python(tmp_path: Path) -> None:
    text = copied(
        tmp_path, 'A = "\u2028\x0c\x85"\nB = 1  # one\n\n\ndef read() -> int:\n    """Read."""\n    return B\n'
    )
    assert text.split("\n")[1:] == ['A = "\u2028\x0c\x85"', "B = 1", "", "", "def read() -> int:", "    return B", ""]


def test_a_package_says_what_is_in_it(tmp_path: Path) -> None:
    text = '"""A package."""\n\n\ndef read() -> None:\n    """Read."""\n'
    assert copied(tmp_path, text, "__init__.py").splitlines()[1:] == [
        '"""A package."""',
        "",
        "",
        "def read() -> None: ...",
    ]


@pytest.mark.parametrize("text", ["def (:\n", "a = (\n", 'a = """\n'])
def test_a_source_that_is_not_python_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ToolError, match=r"^runtime/a\.py:[0-9]+: "):
        copied(tmp_path, text)


def test_what_the_generator_made_is_not_replaced(tmp_path: Path) -> None:
    copied(tmp_path, "A = 1\n")
    with pytest.raises(ToolError, match=r"^runtime/a\.py: the generator made a\.py, too$"):
        copied(tmp_path, "A = 2\n")


@pytest.mark.parametrize(("source", "target"), [(RUNTIME, "_runtime"), (EXTRAS, "")])
def test_copies_run_what_the_sources_say(source: str, target: str) -> None:
    for name, path in files_in(ROOT / source).items():
        copy = (ROOT / PACKAGE / target / name).read_text(encoding="utf-8")
        assert dumped(copy) == dumped(path.read_text(encoding="utf-8")), name


def dumped(text: str) -> str:
    """The syntax tree of a module, without strings and dots that stand alone."""

    class Silent(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
            return None if isinstance(node.value, ast.Constant) else node

    return ast.dump(Silent().visit(ast.parse(text)))
