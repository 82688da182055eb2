"""Presents a difference as a report."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tools.contract import Rating
from tools.contract.report import Report, Row, Section, counted, finding_record, finding_sections
from tools.project import CONFIG, CONTRACT

from .bump import Bump
from .change import Change
from .difference import Difference

_COLOURS = {Bump.MAJOR: "31", Bump.MINOR: "33", Bump.PATCH: "32"}
_HEADINGS = {Bump.MAJOR: "code of callers may break", Bump.MINOR: "there is more to use", Bump.PATCH: "only words"}
# The client already follows the new contract, so these are for information.
_OF_THE_CONTRACT = {
    Rating.BREAKING: "what worked with the old contract may fail",
    Rating.ADDITIVE: "new to callers",
    Rating.COMPATIBLE: "nothing to do for callers",
}


def report(difference: Difference) -> Report:
    """Return the report of a difference."""
    old, wanted = difference.version, difference.next_version
    asked = f"{old} stays" if wanted == old else f"{old} asks for {wanted}"
    summary = f"{difference.bump}; {asked} ({CONFIG} says {difference.tree_version})"
    title = f"{difference.ref} against the working tree"
    return Report(title, summary, list(_sections(difference)), _record(difference))


def _sections(difference: Difference) -> Iterator[Section]:
    for bump, changes in groupby(difference.python, key=lambda change: change.bump):
        rows = [Row(change.sentence, change.kind) for change in changes]
        yield Section(f"{bump}: {_HEADINGS[bump]}", rows, colour=_COLOURS[bump])
    count = len(difference.files)
    files = f"{count} file{' of the package differs' if count == 1 else 's of the package differ'}"
    callers = "" if difference.python else ", which callers do not see" if count else ""
    contract = "" if difference.contract else "; the contract says the same"
    yield Section(f"{files if count else 'the package is the same'}{callers}{contract}")
    if difference.contract:
        names = f"{difference.ref}:{CONTRACT}", CONTRACT
        yield Section(f"{names[0]} against {names[1]}: {counted(difference.contract)}")
        yield from finding_sections(difference.contract, *names, _OF_THE_CONTRACT)


def _record(difference: Difference) -> dict[str, Any]:
    names = f"{difference.ref}:{CONTRACT}", CONTRACT
    versions = {"old": difference.version, "next": difference.next_version, "working_tree": difference.tree_version}
    return {
        "ref": difference.ref,
        "rating": difference.bump,
        "version": versions,
        "python": [change_record(change) for change in difference.python],
        "contract": [finding_record(finding, *names) for finding in difference.contract],
        "files": difference.files,
    }


def change_record(change: Change) -> dict[str, Any]:
    """Return a change as JSON."""
    said = {"rating": change.bump, "kind": change.kind, "names": change.names, "sentence": change.sentence}
    return said | {"part": change.part, "old": change.old, "new": change.new}
