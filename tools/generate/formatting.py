"""The layout of what is not printed by a template, whose post-hooks format the rest alike."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_OPTIONS = ("format", "--isolated", "--no-cache", "--target-version", "py311", "--line-length", "120", "--quiet")


def ruff() -> Path:
    """Return the path of ruff, beside this interpreter."""
    return Path(sys.executable).parent / "ruff"


def format_files(files: Iterable[Path]) -> None:
    """Format files in place, in one run."""
    subprocess.run([ruff(), *_OPTIONS, *files], check=True)
