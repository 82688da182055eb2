"""Builds the package as a directory, and says in which files two of them differ."""

from __future__ import annotations

import filecmp
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from tools import project
from tools.console import ToolError
from tools.contract import Document
from tools.contract.checks import check
from tools.project import GENERATOR, ROOT, files_in, pins

from . import copies, extras
from .formatting import format_files, ruff
from .generator import generate
from .refusal import Place, Refusal, pointer

CONTRACT = ROOT / project.CONTRACT
RUNTIME = ROOT / project.RUNTIME
EXTRAS = ROOT / project.EXTRAS
HEADER = '# Made by "make generate" from openapi/: edit that.\n'
# Imports every module of a package that stands beside nothing else, and says which one cannot be.
_IMPORT = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
name, optional, failed = sys.argv[2], sys.argv[3].split(), []
def load(name):
    try:
        module = importlib.import_module(name)
        for each in getattr(module, "__all__", ()):
            getattr(module, each)
        return module
    except Exception as error:
        if not (isinstance(error, ImportError) and error.name in optional):
            failed.append(f"{name}: {type(error).__name__}: {error}")
package = load(name)
for module in pkgutil.walk_packages(package.__path__, name + ".", onerror=lambda name: None) if package else ():
    if not module.name.endswith("__main__"):
        load(module.name)
sys.exit("\\n".join(failed) or None)
"""
# Packages that an extra brings.
_OPTIONAL = ("aiohttp", "click", "ddtrace", "distributed", "pydantic", "pytest", "rich")


def build(target: Path, contract: Path = CONTRACT) -> None:
    """Build the package as the directory `target`, which must not exist. Raises `ToolError`."""
    _check_tools()
    name = contract.relative_to(ROOT).as_posix() if contract.is_relative_to(ROOT) else contract.name
    document = Document.load(contract, name)
    with suppress(RecursionError):  # of the validator, on what leads to itself: told below, with its place
        check(document)
    try:
        operations = generate(document.plain, ROOT / project.CONFIG, ROOT / project.TEMPLATES, RUNTIME, target)
    except Refusal as refusal:
        raise ToolError(f"{name}:{_line(document.plain, refusal.place)}: {pointer(refusal.place)}: {refusal}") from None
    if contract == CONTRACT:  # extras are about it
        names = {(each.method.lower(), each.path): each.name for each in operations}
        (target / "_extras.py").write_text(extras.source(document, names), encoding="utf-8")
        format_files([target / "_extras.py"])
    for file in sorted(target.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "object at 0x" in text:
            raise ToolError(
                f"{file.relative_to(target)}: a template printed an object; it lacks a filter such as docstring"
            )
        file.write_text(HEADER + text, encoding="utf-8")
    made = {f"_runtime/{inside}": file for inside, file in files_in(RUNTIME).items()}
    made |= files_in(EXTRAS) if contract == CONTRACT else {}
    copies.write({target / inside: file for inside, file in made.items()}, ROOT)
    (target / "py.typed").touch()
    check_imports(target)


def check_imports(package: Path) -> None:
    """Import every module of a package, in a process of its own. Raises `ToolError` naming those that fail."""
    command = [sys.executable, "-I", "-B", "-c", _IMPORT, str(package.parent), package.name, " ".join(_OPTIONAL)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise ToolError(f"the package cannot be imported:\n{run.stderr.strip()}")


def _line(document: Any, place: Place) -> int:
    """The line of a place, or of what is nearest above it."""
    line, node = 1, document
    for part in place:
        try:
            line = getattr(node, "lines", {}).get(part, line)
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, TypeError):
            break
        line = max(line, getattr(node, "line", line))
    return line


def _check_tools() -> None:
    """The versions decide the output, so they have to be the pinned ones."""
    pinned = pins(ROOT)
    for name in (GENERATOR, "ruff"):
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "none"
        if found != pinned[name]:
            raise ToolError(f"{name} {pinned[name]} is needed, found {found}: run `make env`")
    if not ruff().exists():
        raise ToolError("the ruff command is missing beside the interpreter: run `make env`")


def differences(expected: Path, found: Path) -> Iterator[str]:
    """What makes two trees differ, a line a file."""
    names = files_in(expected), files_in(found)
    for name in sorted(names[0].keys() | names[1].keys()):
        if name not in names[1]:
            yield f"missing: {name}"
        elif name not in names[0]:
            yield f"not generated: {name}"
        elif not filecmp.cmp(names[0][name], names[1][name], shallow=False):
            yield f"differs: {name}"
