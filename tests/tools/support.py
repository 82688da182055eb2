"""The targets of the Makefile, as the tests call them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.project import ROOT


def make(*arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `make` with the interpreter that runs the tests, without checking that .venv is up to date."""
    command = ["make", "--no-print-directory", "ENV=", f"RUN='{sys.executable}'", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600)
