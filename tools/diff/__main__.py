"""Compare the contract and the package at REF with those of the working tree, and say what callers meet.

Ends with 0 when callers need not do anything and have nothing new (the same, or a patch), 1 when the rating is minor or
major (`--fail-on major`: only when it is major), 2 when the two could not be compared.
"""

import argparse
import sys
from pathlib import Path

from tools.drift import CannotCompare
from tools.drift.output import refuse, show
from tools.drift.report import wants_colour
from tools.project import ROOT

from .difference import since
from .rating import Rating
from .report import DiffReport


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.diff", description=__doc__)
    parser.add_argument("ref", help="the older state: a tag, a branch or a hash of git, such as v0.1.0")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("--fail-on", choices=("minor", "major"), default="minor", help="least rating that ends with 1")
    options = parser.parse_args(arguments)
    try:
        difference = since(options.ref, root)
    except CannotCompare as reason:
        return refuse(str(reason))
    report = DiffReport(difference)
    if options.format == "text":
        show(report.text(wants_colour(sys.stdout)))
    else:
        show(report.json() if options.format == "json" else report.markdown())
    return 1 if difference.rating.reaches(Rating(options.fail_on)) else 0


if __name__ == "__main__":
    sys.exit(main())
