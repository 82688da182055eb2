# Copied by "make generate" from extras/command_line/__init__.py. Edit that, never this file.
"""The command line, `datadog-llm` or `python -m datadog_llm_client`, for which the extra `[cli]` is to be installed.

Each operation of the contract is a command, whose arguments and options are those of its method. People get tables,
and what is no terminal gets JSON Lines.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import NoReturn

__all__ = ("main",)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command, of `sys.argv` unless given, and leave with its exit code."""
    missing = [name for name in ("click", "rich") if importlib.util.find_spec(name) is None]
    if missing:
        needs = f"the command line needs {' and '.join(missing)}: pip install 'datadog-llm-client[cli]'"
        print(f"Error: {needs}", file=sys.stderr)
        sys.exit(2)
    from .app import run

    sys.exit(run(arguments))
