"""Layers point one way: models know nothing of HTTP, the runtime nothing of this API, and the clients tie them."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import datadog_llm_client
import pytest

from tools.project import ROOT

PACKAGE = Path(datadog_llm_client.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
RUNTIME_DEPENDENCIES = {"anyio", "attrs", "dateutil", "httpcore", "httpx"}
#: What only the module of an extra may import.
EXTRAS = {
    "aiohttp_transport.py": {"aiohttp", "yarl"},
    "command_line": {"click", "rich"},
    "pytest_plugin.py": {"pytest"},
    "schemas.py": {"pydantic"},
    "tracing.py": {"ddtrace"},
    "typed.py": {"pydantic"},
    "workers.py": {"distributed"},
}

#: What of the package extras/ may use: its face, what is generated for them, what pydantic makes of types (which the
#: clients use, too), and how answers are read, for those that were stored.
FACE = {"", "client", "errors", "models", "types", "_contract", "_extras"}
FACE |= {"_runtime.values.schemas", "_runtime.values.reading"}

#: What is copied from `extras/`, under the same names.
EXTRA_MODULES = sorted(path.relative_to(ROOT / "extras") for path in (ROOT / "extras").rglob("*.py"))

#: What models may import of the runtime.
MODEL_RUNTIME = {"decoding", "lazy", "models", "types"}

#: The rooms of the runtime, each with those that it may import. The drivers at the top may import all.
ROOMS = {"values": {"values"}, "calls": {"values", "calls"}, "transports": {"values", "transports"}}


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Level (0: absolute) and dotted name of each import of a module."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_are_relative_or_declared(module: Path) -> None:
    for level, name in imports(module):
        top = name.split(".")[0]
        known = RUNTIME_DEPENDENCIES | EXTRAS.get(module.name, set()) | EXTRAS.get(module.parts[0], set())
        assert level or top in sys.stdlib_module_names or top in known, name
        assert level <= len(module.parts), f"{name} leaves the package"


@pytest.mark.parametrize("module", [path for path in MODULES if path.parts[0] == "_runtime"], ids=str)
def test_runtime_knows_nothing_of_this_api(module: Path) -> None:
    assert all(level < len(module.parts) for level, _ in imports(module))
    text = (PACKAGE / module).read_text(encoding="utf-8")
    assert "/api/v2" not in text
    assert not [name for name in datadog_llm_client.models.__all__ if re.search(rf"\b{name}\b", text)]


@pytest.mark.parametrize("module", [path for path in MODULES if path.parts[0] == "_runtime"], ids=str)
def test_rooms_of_the_runtime_import_one_way(module: Path) -> None:
    rooms = {path.parts[1] for path in MODULES if path.parts[0] == "_runtime" and len(path.parts) > 2}
    assert rooms == set(ROOMS), "a room without a rule"
    if len(module.parts) == 2:
        return
    room = module.parts[1]
    for level, name in imports(module):
        assert level < 3, f"{room} imports the drivers, {name}"
        assert level != 2 or name.partition(".")[0] in ROOMS[room], name


@pytest.mark.parametrize("module", EXTRA_MODULES, ids=str)
def test_extras_know_the_public_face_only(module: Path) -> None:
    for level, name in imports(module):
        if level == len(module.parts):  # of the package itself
            own = {path.parts[0].removesuffix(".py") for path in EXTRA_MODULES}
            assert name in FACE or name.split(".")[0] in FACE | own, name


@pytest.mark.parametrize("module", [path for path in MODULES if path.parts[0] == "models"], ids=str)
def test_models_know_nothing_of_http(module: Path) -> None:
    for level, name in imports(module):
        if level == 0:
            assert name.split(".")[0] not in ("httpx", "anyio", "dateutil")
        elif name.startswith("_runtime"):
            assert name.removeprefix("_runtime.values.") in MODEL_RUNTIME
        else:
            assert name.split(".")[0] in ("models", "types", "_dicts") or level == 1
