"""Runs pip on environments, which need not contain it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Warnings as errors break pip itself, and the others install packages outside the environment.
HARMFUL = ("PYTHONWARNINGS", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")


def pip(
    environment: Path | None, *arguments: str, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run pip, on a virtual environment if one is given. `variables` replace those of this process."""
    kept = {name: value for name, value in (variables or os.environ).items() if name not in HARMFUL}
    place = ["--python", str(environment)] if environment else []
    command = [sys.executable, "-m", "pip", *place, "--disable-pip-version-check", *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True)
