"""Write the pages about the package, or build the site into `site/` with `--build`.

Exits with 0, with 1 if `--check` finds pages that are out of date or if the site has faults, and with 2 if it failed.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tools.console import FINE, FOUND, command, complain, show
from tools.project import ROOT

from . import api, llms, reference
from .navigation import CONFIG
from .package import load
from .site import add_sources, problems

SITE = "site"
_WARNINGS = ("griffe: ", "WARNING", "Warning:")
#: Colours, and the traceback after the messages of the strict build.
_NOISE = re.compile(r"\x1b\[[0-9;]*m|^Traceback \(most recent call last\):.*", re.DOTALL | re.MULTILINE)


@command("docs")
def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing, and exit with 1 if something would change")
    what.add_argument("--build", action="store_true", help="build the site, which needs the requirements in docs.txt")
    options = parser.parse_args(arguments)
    if options.build:
        return _build(root)
    pages = _pages(root)
    changed = [name for name, text in pages.items() if _read(root / name) != text]
    if options.check and changed:
        return complain(f"docs: {', '.join(changed)}: not as `make generate` writes it", FOUND)
    for name in changed:
        (root / name).write_text(pages[name], encoding="utf-8")
    return FINE


def _pages(root: Path) -> dict[str, str]:
    """Return the generated pages, by name."""
    package = load(root)
    listing = api.page(package)
    return {api.PAGE: listing, **reference.pages(package), llms.FILE: llms.listing(root, listing)}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _build(root: Path) -> int:
    build = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", CONFIG]
    done = subprocess.run(build, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = _NOISE.sub("", done.stdout).rstrip()
    # The strict build does not count the warnings about docstrings.
    if done.returncode or any(warning in said for warning in _WARNINGS):
        return complain(said, FOUND)
    add_sources(root, root / SITE)
    found = [*problems(root / SITE)]
    for problem in found:
        complain(problem)
    if not found:
        show(f"{SITE}/index.html: {len([*(root / SITE).rglob('*.html')])} pages")
    return FOUND if found else FINE


if __name__ == "__main__":
    sys.exit(main())
