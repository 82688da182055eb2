"""The facts about the project."""

from pathlib import Path

import pytest

from tools import project
from tools.console import ToolError
from tools.project import Project, files_in, pins, version_in


def test_every_path_is_there() -> None:
    names = ["CONTRACT", "DEVIATIONS", "TEMPLATES", "CONFIG", "PACKAGE", "RUNTIME", "EXTRAS", "PINS", "REQUIREMENTS"]
    names += ["LOWEST_REQUIREMENTS", "CHANGELOG"]
    assert [name for name in names if not (project.ROOT / getattr(project, name)).exists()] == []


def test_version() -> None:
    for value in ("1.2.3", '"1.2.3"', "'1.2.3'  # since May"):
        assert version_in(f"literal_enums: true\npackage_version_override: {value}\n", "config") == "1.2.3"
    with pytest.raises(ToolError, match="^config: has no `package_version_override`$"):
        version_in("literal_enums: true\n", "config")


def test_pins(tmp_path: Path) -> None:
    tools = '["a==1.2", "b>=3", "c[extra]>=2,<3", "d==4"]  # a==1'
    (tmp_path / project.PINS).write_text(f"[dependency-groups]\ndev = {tools}\nother = ['e==5']\n")
    assert pins(tmp_path) == {"a": "1.2", "d": "4"}
    assert pins(tmp_path / "none") == {}


def test_what_generates_the_package_is_pinned() -> None:
    assert {project.GENERATOR, "ruff"} <= pins().keys()
    assert Project.load().generator == f"{project.GENERATOR}=={pins()[project.GENERATOR]}"


def test_files_are_named_in_order_and_caches_left_out(tmp_path: Path) -> None:
    for name in ("b/c.py", "a.py", "b/__pycache__/c.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert files_in(tmp_path) == {"a.py": tmp_path / "a.py", "b/c.py": tmp_path / "b" / "c.py"}


def test_no_file_is_longer_than_a_reader_likes() -> None:
    """Hand-written Python has at most 250 lines a file."""
    ours = ("runtime", "extras", "sandbox", "examples", "benchmarks", "tools", "tests")
    files = [path for name in ours for path in sorted((project.ROOT / name).rglob("*.py"))]
    assert len(files) > 100
    assert [f"{path}: {lines}" for path in files if (lines := path.read_text(encoding="utf-8").count("\n")) > 250] == []
