# Copied from extras/command_line/__init__.py: edit that.
"""The command line, `datadog-llm` or `python -m datadog_llm_client`. Requires the extra `[cli]`.

Each operation of the contract is a command with the arguments of its method as arguments and options. Output is tables
on a terminal and JSON Lines elsewhere.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import NoReturn

__all__ = ("main",)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command, by default the one in `sys.argv`, and exit with its code."""
    missing = [name for name in ("click", "rich") if importlib.util.find_spec(name) is None]
    if missing:
        needs = f"the command line requires {' and '.join(missing)}: pip install 'datadog-llm-client[cli]'"
        print(f"Error: {needs}", file=sys.stderr)
        sys.exit(2)
    from .app import run

    sys.exit(run(arguments))
