"""Compare the contract and the package at REF with the working tree, and report what changed for callers.

Exits with 0 if nothing changed for callers (the same, or a patch), 1 if the change is minor or major (with
`--fail-on major`, only if it is major), 2 if the two could not be compared.
"""

import argparse
import sys
from pathlib import Path

from tools.console import FINE, FOUND, command
from tools.contract.report import add_forms
from tools.project import ROOT

from .bump import Bump
from .difference import since
from .presentation import report


@command("diff")
def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.diff", description=__doc__)
    parser.add_argument("ref", help="the older state: a git tag, branch or commit, such as v0.1.0")
    add_forms(parser)
    parser.add_argument("--fail-on", choices=("minor", "major"), default="minor", help="the least that exits with 1")
    options = parser.parse_args(arguments)
    difference = since(options.ref, root)
    report(difference).show(options)
    return FOUND if difference.bump.reaches(Bump(options.fail_on)) else FINE


if __name__ == "__main__":
    sys.exit(main())
