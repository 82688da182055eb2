"""Compare our OpenAPI document with Datadog's own contract.

Ends with 0 when they say the same, 1 when they differ in what is not meant, 2 when they could not be compared.
"""

import argparse
import sys
from pathlib import Path

from . import deviations
from .compare import compare
from .document import Document
from .operation import scope
from .output import refuse, show
from .refusal import CannotCompare
from .report import Report, wants_colour
from .source import upstream


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
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("--contract", type=Path, default=Path("openapi/llm-obs-integrations.yaml"))
    parser.add_argument("--deviations", type=Path, default=Path("openapi/deviations.yaml"))
    options = parser.parse_args(arguments)
    try:
        report = _report(options.upstream.strip(), options.contract, options.deviations)
    except CannotCompare as reason:
        return refuse(str(reason))
    except RecursionError:
        return refuse("the documents are nested too deeply")
    except KeyboardInterrupt:
        return refuse("interrupted")
    if options.format == "text":
        show(report.text(wants_colour(sys.stdout)))
    else:
        show(report.json() if options.format == "json" else report.markdown())
    return 0 if report.clean else 1


def _report(wanted: str, contract: Path, meant: Path) -> Report:
    ours = Document.from_file(contract)
    known = deviations.load(meant)
    theirs = upstream(wanted)
    findings = compare(ours, theirs, scope(ours))
    return Report(deviations.sort(findings, known), ours.name, theirs.name, str(meant))


if __name__ == "__main__":
    sys.exit(main())
