"""Compare the contract and the package at REF with those of the working tree, and say what callers meet.

Ends with 0 when callers need not do anything and have nothing new (the same, or a patch), 1 when it is minor or major
(`--fail-on major`: only when it is major), 2 when the two could not be compared.
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
    parser.add_argument("ref", help="the older state: a tag, a branch or a hash of git, such as v0.1.0")
    add_forms(parser)
    parser.add_argument("--fail-on", choices=("minor", "major"), default="minor", help="the least that ends with 1")
    options = parser.parse_args(arguments)
    difference = since(options.ref, root)
    report(difference).show(options)
    return FOUND if difference.bump.reaches(Bump(options.fail_on)) else FINE


if __name__ == "__main__":
    sys.exit(main())
