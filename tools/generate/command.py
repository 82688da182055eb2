"""Builds `generated/` from `openapi/` and `generator-config.yaml`, or checks that it is what they give.

The new package is built aside and put in place whole, so that whatever goes wrong leaves the last good one untouched.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tools import project
from tools.console import command, show
from tools.exchange import exchange
from tools.project import ROOT

from .build import build, differences

PACKAGE = ROOT / project.PACKAGE


@command("generate")
def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit 0: built, or identical; 1: `--check` found differences; 2: could not be built."""
    parser = argparse.ArgumentParser(prog="python -m tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; name the files that are out of date")
    options = parser.parse_args(arguments)
    PACKAGE.parent.mkdir(exist_ok=True)
    # Beside the package, so that putting it in place is a rename; the name is ignored by git.
    with tempfile.TemporaryDirectory(prefix=".building-", dir=PACKAGE.parent) as directory:
        built = Path(directory) / PACKAGE.name
        build(built)
        changed = list(differences(built, PACKAGE))
        if options.check:
            for line in changed:
                print(f"generated/{PACKAGE.name}: {line}", file=sys.stderr)
            show("generated/ is out of date: run `make generate`" if changed else "generated/ is up to date")
            return 1 if changed else 0
        if changed:
            exchange(built, PACKAGE)
    show(f"generated/{PACKAGE.name}: " + (f"{len(changed)} file(s) changed" if changed else "identical to before"))
    return 0
