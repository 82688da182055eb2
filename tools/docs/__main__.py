"""Write the pages that come from the package, or with `--build` the site into `site/`.

Ends with 0, with 1 when `--check` finds that the pages are not what they would be written as or when the site has
faults, and with 2 when it cannot be done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tools.console import FINE, FOUND, command, complain, output
from tools.project import ROOT

from . import api, llms
from .navigation import CONFIG
from .site import add_sources, problems

SITE = "site"
_WARNINGS = ("griffe: ", "WARNING", "Warning:")


@command("docs")
def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing, and end with 1 if something would change")
    what.add_argument("--build", action="store_true", help="build the site, for which the list docs.txt is installed")
    options = parser.parse_args(arguments)
    if options.build:
        return _build(root)
    listing = api.page(root)
    changed = [
        name
        for name, text in ((api.PAGE, listing), (llms.FILE, llms.listing(root, listing)))
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
        if options.check or (root / name).write_text(text, encoding="utf-8")
    ]
    if options.check and changed:
        return complain(f"docs: {', '.join(changed)}: not as `make generate` writes it", FOUND)
    return FINE


def _build(root: Path) -> int:
    build = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", CONFIG]
    done = subprocess.run(build, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # Docstrings that do not read well are told by what reads them, which the strict build does not count.
    if done.returncode or any(warning in done.stdout for warning in _WARNINGS):
        return complain(done.stdout.rstrip(), FOUND)
    output(done, "the site cannot be built")
    add_sources(root, root / SITE)
    found = [*problems(root / SITE)]
    for problem in found:
        complain(problem)
    return FOUND if found else FINE


if __name__ == "__main__":
    sys.exit(main())
