"""`python -m tools.trial wheel|lowest|vendored [3.11 ...]`: the command behind `make test-wheel` and its like."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tools.build import BuildError, build, unpack
from tools.project import Project
from tools.trial import TrialError
from tools.trial.environment import Environment
from tools.trial.interpreters import SUPPORTED, find

KINDS = {
    "wheel": "the installed wheel and the newest dependencies",
    "lowest": "the installed wheel and the lowest dependencies",
    "vendored": "a vendored copy in a nested package",
}
# Markers of tests that such a trial has nothing for.
LEFT_OUT = {"wheel": ["generated"], "lowest": ["generated"], "vendored": ["generated", "installed"]}


def trial(kind: str, interpreter: Path, project: Project, directory: Path, arguments: list[str]) -> int:
    """Run the suite once; the exit code of pytest."""
    distributions = build(project, directory / "dist")
    tree = unpack(distributions.sdist, directory / "tree")
    shutil.rmtree(tree / "generated")
    environment = Environment(directory / "environment", interpreter)
    environment.install(project, lowest=kind == "lowest")
    if kind == "vendored":
        environment.vendor(project)
    else:
        environment.install_wheel(distributions.wheel)
    found = environment.location(tree)
    if not found.is_relative_to(environment.directory):
        raise TrialError(f"the tests would not run against {KINDS[kind]}, but against {found.parent}")
    return environment.test(tree, "-m", f"not slow and not {' and not '.join(LEFT_OUT[kind])}", *arguments)


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit 0: the suite passed on each interpreter; 1: it did not; 2: it could not be run."""
    parser = argparse.ArgumentParser(prog="python -m tools.trial", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("versions", nargs="*", metavar="VERSION", help=f"of Python; all of {', '.join(SUPPORTED)}")
    options, others = parser.parse_known_args(arguments)
    project, results = Project.load(), {}
    for version in options.versions or SUPPORTED:
        interpreter = find(version)
        if interpreter is None:
            results[version] = "absent"
            continue
        print(f"== Python {version}, {KINDS[options.kind]} ({interpreter})", flush=True)
        with tempfile.TemporaryDirectory(prefix="trial-") as directory:
            try:
                code = trial(options.kind, interpreter, project, Path(directory), others)
            except (BuildError, TrialError) as error:
                print(f"trial: {error}", file=sys.stderr)
                return 2
        results[version] = "passed" if code == 0 else "failed"
    for version, result in results.items():
        print(f"Python {version}, {KINDS[options.kind]}: {result}")
    if "passed" not in results.values() and "failed" not in results.values():
        print("trial: none of these interpreters is here", file=sys.stderr)
        return 2
    if options.versions and "absent" in results.values():
        print("trial: an interpreter that was asked for is not here", file=sys.stderr)
        return 2
    return 1 if "failed" in results.values() else 0


if __name__ == "__main__":
    sys.exit(main())
