"""A package to vendor, and the command line."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from tools.project import ROOT, Project
from tools.vendoring import VendoredCopy


@dataclass
class Source:
    """A package that tests can change."""

    directory: Path
    project: Project

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def copy(self, version: str = "1.0.0", name: str = "datadog_llm_client") -> VendoredCopy:
        return VendoredCopy.of(self.directory, name, replace(self.project, version=version))


def tree(directory: Path) -> dict[str, bytes]:
    """Return the files in a directory."""
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python ...`."""
    command = [sys.executable, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60)
