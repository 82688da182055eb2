"""Draft the section of the CHANGELOG for the changes since REF, to be edited by hand.

Exits with 0, or with 2 if the two states could not be compared.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.console import FINE, command, show
from tools.contract import EVERY_OPERATION
from tools.diff import Bump, Difference, since
from tools.project import ROOT

# In the order of Keep a Changelog.
SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed")
# Kinds of changes to the contract that do not show in the Python API.
_OF_THE_API = ("site-", "server-", "security-", "scope-", "status-", "default-", "limit-", "format-", "preview-")
_DEPRECATION = ("deprecated", "no-longer-deprecated")


def notes(difference: Difference) -> str:
    """Return the section in the format of Keep a Changelog, with a sentence for each change."""
    sections: dict[str, list[str]] = {section: [] for section in SECTIONS}
    for section, sentence in _entries(difference):
        sections[section].append(f"- {sentence}")
    lines = [f"## [{difference.next_version}] - UNRELEASED"]
    for section, entries in sections.items():
        if entries:
            lines += ["", f"### {section}", "", *dict.fromkeys(entries)]
    if len(lines) == 1:
        lines += ["", "Nothing changed for callers."]
    return "\n".join(lines)


def _entries(difference: Difference) -> Iterator[tuple[str, str]]:
    reworded = 0
    for change in difference.python:
        if change.bump is Bump.PATCH:
            reworded += len(change.names)
        else:
            breaking = "**Breaking:** " if change.bump is Bump.MAJOR else ""
            yield change.section, f"{breaking}{change.sentence}"
    for finding in difference.contract:
        if finding.kind in _DEPRECATION or finding.kind.startswith(_OF_THE_API):
            where = "every operation" if finding.operation == EVERY_OPERATION else f"`{finding.operation}`"
            section = "Deprecated" if finding.kind == "deprecated" else "Changed"
            yield section, f"In the API ({where}, `{finding.path}`): {finding.message}."
    if difference.files and not difference.python:
        files = ", ".join(f"`{name}`" for name in difference.files)
        yield "Fixed", f"To be written by hand: callers do not see what changed in {files}."
    if reworded:
        yield "Changed", f"The documentation of {reworded} name{'s is' if reworded > 1 else ' is'} reworded."


@command("release-notes")
def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command on the project in `root` and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.release_notes", description=__doc__)
    parser.add_argument("ref", help="the older state: a tag, a branch or a hash of git, such as v0.1.0")
    options = parser.parse_args(arguments)
    show(notes(since(options.ref, root)))
    return FINE


if __name__ == "__main__":
    sys.exit(main())
