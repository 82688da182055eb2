"""Tools share `project`, `console` and `contract`, and import only the public face of other tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.project import ROOT

TOOLS = ROOT / "tools"
FILES = sorted(path.relative_to(TOOLS) for path in TOOLS.rglob("*.py"))
SHARED = {"contract", "console", "project"}
#: What only `project` may say: where things stand.
PATHS = re.compile(r"parents?\[|__file__\)\.resolve|\"(openapi/|requirements[-/]|generator-config|runtime\")")


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a tool imports from `tools`."""
    for node in ast.walk(ast.parse((TOOLS / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("tools.") for alias in node.names if alias.name.startswith("tools."))
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "tools":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("tools."):
            yield (node.module or "").removeprefix("tools.")
        assert not (isinstance(node, ast.ImportFrom) and node.level >= len(path.parts)), (
            "leaves its tool by a relative import"
        )


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_tool_reaches_into_another(path: Path) -> None:
    own = path.parts[0].removesuffix(".py")
    for name in imports(path):
        tool, _, inside = name.partition(".")
        assert tool in SHARED | {own} or not inside, f"tools.{name} is inside of another tool"


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0].removesuffix(".py") in SHARED], ids=str)
def test_what_is_shared_knows_no_tool(path: Path) -> None:
    order = ["console", "project", "contract"]
    own = order.index(path.parts[0].removesuffix(".py"))
    assert {name.partition(".")[0] for name in imports(path)} <= set(order[: own + 1])


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "project.py"], ids=str)
def test_only_one_module_says_where_things_stand(path: Path) -> None:
    if path.parts[:2] == ("vendoring", "check.py"):
        return  # it is copied into other repositories
    code = re.sub(r'""".*?"""', "", (TOOLS / path).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [line for line in code.splitlines() if PATHS.search(line)] == []
