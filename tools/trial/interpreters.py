"""The Pythons of this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13")
PROGRAM = "import sys, venv; print('.'.join(map(str, sys.version_info[:2])))"


def find(version: str) -> Path | None:
    """The Python of that version, from PATH or from where pyenv keeps those that it does not put there."""
    return next((path for path in _candidates(version) if _is(path, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    for directory in os.get_exec_path():
        yield Path(directory, f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)


def _is(path: Path, version: str) -> bool:
    """Whether it runs: a shim of pyenv stands in PATH for versions that it then refuses to start."""
    if not path.is_file():
        return False
    try:
        run = subprocess.run([path, "-I", "-c", PROGRAM], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0 and run.stdout.strip() == version
