"""The Pythons of this machine."""

import os
import subprocess
import sys
from pathlib import Path


def find(version: str) -> Path | None:
    """The Python of that version, from PATH or from where pyenv keeps those that it does not put there."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    kept = sorted(pyenv.glob(f"versions/{version}.*/bin"), reverse=True)
    # Before the shims, which stand in PATH for versions that they then refuse to start.
    variables = os.environ | {"PATH": os.pathsep.join([*map(str, kept), *os.get_exec_path()])}
    options = ["--system", "--no-project", "--no-config", "--no-python-downloads"]
    command = [sys.executable, "-m", "uv", "python", "find", *options, version]
    run = subprocess.run(command, env=variables, capture_output=True, text=True)
    return Path(run.stdout.strip()) if run.returncode == 0 else None
