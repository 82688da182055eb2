"""`python -m tools.matrix wheel|lowest|vendored [3.11 ...]`: the command behind `make test-wheel` and its like."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tools.build import build, unpack
from tools.console import FINE, FOUND, ToolError, command, show
from tools.project import GENERATED, PYTHONS, Project

from .environment import Environment
from .interpreters import find

KINDS = {
    "wheel": "the installed wheel and the newest dependencies",
    "lowest": "the installed wheel and the lowest dependencies",
    "vendored": "a vendored copy in a nested package",
}
#: The tests of the package itself. The others are about tools and sockets, which are the same.
SUITES = ("tests/runtime", "tests/package", "tests/cassettes", "tests/extras")
# Markers of tests that do not apply.
LEFT_OUT = {"wheel": ["generated"], "lowest": ["generated"], "vendored": ["generated", "installed"]}


def run_suite(kind: str, interpreter: Path, project: Project, directory: Path, arguments: list[str]) -> int:
    """Run the suite once, and return the exit code of pytest."""
    distributions = build(project, directory / "dist")
    tree = unpack(distributions.sdist, directory / "tree")
    shutil.rmtree(tree / GENERATED)
    environment = Environment(directory / "environment", interpreter)
    environment.install(project, lowest=kind == "lowest")
    if kind == "vendored":
        environment.vendor(project)
    else:
        environment.install_wheel(distributions.wheel)
    found = environment.location(tree)
    if not found.is_relative_to(environment.directory):
        raise ToolError(f"the tests would not run against {KINDS[kind]}, but against {found.parent}")
    return environment.test(tree, *SUITES, "-m", f"not slow and not {' and not '.join(LEFT_OUT[kind])}", *arguments)


@command("matrix")
def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit 0: the suite passed on each interpreter; 1: it did not; 2: it could not be run."""
    parser = argparse.ArgumentParser(prog="python -m tools.matrix", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("versions", nargs="*", metavar="VERSION", help=f"of Python; all of {', '.join(PYTHONS)}")
    options, others = parser.parse_known_args(arguments)
    project, results = Project.load(), {}
    for version in options.versions or PYTHONS:
        interpreter = find(version)
        if interpreter is None:
            results[version] = "absent"
            continue
        show(f"== Python {version}, {KINDS[options.kind]} ({interpreter})")
        with tempfile.TemporaryDirectory(prefix="matrix-") as directory:
            code = run_suite(options.kind, interpreter, project, Path(directory), others)
        results[version] = "passed" if code == 0 else "failed"
    for version, result in results.items():
        show(f"Python {version}, {KINDS[options.kind]}: {result}")
    if "passed" not in results.values() and "failed" not in results.values():
        raise ToolError("none of these interpreters is installed")
    if options.versions and "absent" in results.values():
        raise ToolError("an interpreter that was asked for is not installed")
    return FOUND if "failed" in results.values() else FINE


if __name__ == "__main__":
    sys.exit(main())
