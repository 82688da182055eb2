"""Finds the Python interpreters of this machine."""

import os
import subprocess
import sys
from pathlib import Path


def find(version: str) -> Path | None:
    """Return the Python of a version, from PATH or from pyenv, which does not put all of them there."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    kept = sorted(pyenv.glob(f"versions/{version}.*/bin"), reverse=True)
    # Before the shims, which may refuse to start the versions that they stand for.
    variables = os.environ | {"PATH": os.pathsep.join([*map(str, kept), *os.get_exec_path()])}
    options = ["--system", "--no-project", "--no-config", "--no-python-downloads"]
    command = [sys.executable, "-m", "uv", "python", "find", *options, version]
    run = subprocess.run(command, env=variables, capture_output=True, text=True)
    return Path(run.stdout.strip()) if run.returncode == 0 else None
