"""Compare the contract and the package at REF with the working tree, and report what changed for callers.

Exits with 0 if nothing changed for callers (the same, or a patch), 1 if the change is minor or major, and 2 if the two
could not be compared.
"""

import argparse
import sys
from pathlib import Path

from tools.console import FINE, FOUND, command
from tools.project import ROOT

from .bump import Bump
from .difference import since
from .presentation import report


@command("diff")
def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.diff", description=__doc__)
    parser.add_argument("ref", help="the older state: a git tag, branch or commit, such as v0.1.0")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    difference = since(options.ref, root)
    report(difference).show(as_json=options.json)
    return FOUND if difference.bump in (Bump.MAJOR, Bump.MINOR) else FINE


if __name__ == "__main__":
    sys.exit(main())
