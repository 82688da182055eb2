"""A copy of the project in which documents are tried, so that the tree stays as it is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.console import ToolError
from tools.project import CONFIG, CONTRACT, PACKAGE, PINS, ROOT, RUNTIME

from .document import dump
from .schemas import Node

# What the generator reads. Its package goes to its usual place in the copy.
_NEEDED = (Path(CONTRACT).parts[0], Path(PINS).parts[0], RUNTIME, "tools", CONFIG)
_LIMIT = 600.0


class Workshop:
    """One copy, used by one thread at a time."""

    def __init__(self, directory: Path) -> None:
        self.root = directory
        for name in _NEEDED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.is_file():
                shutil.copy(source, directory / name)
        self.contract = directory / CONTRACT
        self.generated = (directory / PACKAGE).parent
        self.package = directory / PACKAGE

    def build(self, root: Node) -> str:
        """Generate the package for a document; return the generator's complaint, or nothing."""
        dump(root, self.contract)
        return self._generate()

    def check(self) -> None:
        """Raise `ToolError` if even our own contract cannot be built, since no other could be judged then."""
        if complaint := self._generate():
            raise ToolError(f"the generator does not build our own contract: {complaint}")

    def _generate(self) -> str:
        shutil.rmtree(self.generated, ignore_errors=True)
        run = self.run("-m", "tools.generate")
        complaint = (run.stderr.strip() or run.stdout.strip() or "no reason").removeprefix("generate: ")
        return "" if run.returncode == 0 else complaint

    def type_error(self) -> str:
        """Return the first error that mypy finds at its strictest, or an empty string."""
        options = ("--strict", "--no-error-summary", "--hide-error-context", "--python-version=3.11")
        cache = f"--cache-dir={ROOT / '.mypy_cache' / 'survey' / self.root.name}"  # kept: most of it is about libraries
        run = self.run("-m", "mypy", *options, cache, "--config-file=", str(self.package))
        if run.returncode == 0:
            return ""
        if ": error: " not in run.stdout:
            return ((run.stderr or run.stdout).strip().splitlines() or ["no reason"])[-1]
        # The runtime is the same for all, and `make check` sees to it.
        errors = [line for line in run.stdout.splitlines() if ": error: " in line and "/_runtime/" not in line]
        place, _, message = (errors or [""])[0].partition(": error: ")
        return message and f"{Path(place).name}: {message}"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python on the copy, without what the environment would tell the client."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DD_", "MYPY"))}
        environment |= {"PYTHONPATH": str(self.root), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, *arguments]
        try:
            return subprocess.run(
                command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=_LIMIT
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", f"took longer than {_LIMIT:.0f} s")
