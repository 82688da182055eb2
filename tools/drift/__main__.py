"""Compare our OpenAPI document with Datadog's own contract.

Exits with 0 if they agree, 1 if there are differences that are not accepted, 2 if they could not be compared.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from tools.console import FINE, FOUND, command
from tools.contract import Document, Rating, compare
from tools.contract.deviations import Deviation, Sorted, load, sort
from tools.contract.report import Report, Row, Section, counted, finding_record, finding_sections
from tools.project import CONTRACT, DEVIATIONS
from tools.upstream import upstream

HEADINGS = {
    Rating.BREAKING: "callers break today",
    Rating.ADDITIVE: "callers cannot reach it yet",
    Rating.COMPATIBLE: "nothing to do for callers",
}


@command("drift")
def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.drift", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "upstream",
        nargs="?",
        default="",
        help="path or URL of an openapi.yaml or of a source distribution, or a version of datadog-api-client "
        "(default: the newest release on the configured package index)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--contract", type=Path, default=Path(CONTRACT))
    parser.add_argument("--deviations", type=Path, default=Path(DEVIATIONS))
    options = parser.parse_args(arguments)
    ours, accepted = Document.load(options.contract), load(options.deviations)
    theirs = upstream(options.upstream.strip())
    result = sort(compare(ours, theirs, ours.scope), accepted)
    report(result, ours.name, theirs.name, str(options.deviations)).show(as_json=options.json)
    return FOUND if result.drift or result.stale else FINE


def report(result: Sorted, ours: str, theirs: str, deviations: str) -> Report:
    """Return the report of a comparison, given the names of the documents and of the list of deviations."""
    sections = finding_sections(result.drift, ours, theirs, HEADINGS)
    stale = sorted(result.stale, key=lambda deviation: (deviation.line, deviation.path))
    if stale:
        rows = [_stale(deviation, deviations) for deviation in stale]
        sections.append(Section("deviations that no longer apply", rows))

    record = partial(finding_record, old=ours, new=theirs)
    programs = {
        "old": ours,
        "new": theirs,
        "drift": [record(finding) for finding in result.drift],
        "accepted": [record(finding) | {"reason": why.reason} for finding, why in result.accepted],
        "stale_deviations": [vars(deviation) for deviation in stale],
    }
    return Report(f"{ours} against {theirs}", _summary(result), sections, programs)


def _stale(deviation: Deviation, name: str) -> Row:
    where = f"{name}:{deviation.line}"
    return Row(f"{deviation.path}  {deviation.kind}", where, deviation.operation)


def _summary(result: Sorted) -> str:
    accepted = f", {len(result.accepted)} accepted" if result.accepted else ""
    gone = len(result.stale)
    stale = f", {gone} deviation{' no longer applies' if gone == 1 else 's no longer apply'}" if gone else ""
    return (counted(result.drift) or "no drift") + accepted + stale


if __name__ == "__main__":
    sys.exit(main())
