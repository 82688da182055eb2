"""Count the operations of a contract that the generator turns into a working client.

Exits with 0 if each of them works or is refused, 1 if one is accepted and does not work, and 2 if it could not run.
"""

import argparse
import random
import sys
import time
from fnmatch import fnmatchcase

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tools.console import FINE, FOUND, ToolError, command, show

from .contract import Contract, Operation
from .outcome import Outcome
from .report import Report
from .run import survey


@command("survey")
def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.survey", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "upstream",
        nargs="?",
        default="",
        help="path or URL of an openapi.yaml or of a source distribution, or a version of datadog-api-client "
        "(default: the newest release on the configured package index)",
    )
    only = "a tag, a name or `METHOD /path`, with * and ?, in any case; may be repeated"
    parser.add_argument("--only", metavar="PATTERN", action="append", default=[], help=only)
    parser.add_argument("--sample", type=int, metavar="N", help="try N operations, chosen at random")
    parser.add_argument("--seed", type=int, default=0, help="for the sample and the random values (default: 0)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    contract = Contract.load(options.upstream.strip())
    report = _run(contract, _chosen(contract, options.only, options.sample, options.seed), options.seed)
    if options.json:
        show(report.json())
    else:
        console = Console(width=None if sys.stdout.isatty() else 140)  # a log has no width of its own
        with console.capture() as captured:
            report.print(console)
        show(captured.get().rstrip("\n"))
    return FOUND if report.has_faults else FINE


def _chosen(contract: Contract, patterns: list[str], sample: int | None, seed: int) -> list[Operation]:
    chosen = list(contract.operations)
    if patterns:
        chosen = [one for one in chosen if any(_matches(one, pattern.lower()) for pattern in patterns)]
    if not chosen:
        raise ToolError(f"{contract.name}: no operation matches {' or '.join(patterns)}")
    if sample is not None and sample < len(chosen):
        chosen = random.Random(seed).sample(chosen, max(1, sample))
    return chosen


def _matches(operation: Operation, pattern: str) -> bool:
    return any(fnmatchcase(text.lower(), pattern) for text in (operation.tag, operation.name, operation.label))


def _run(contract: Contract, chosen: list[Operation], seed: int) -> Report:
    began = time.monotonic()
    outcomes: list[Outcome] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("operations", total=len(chosen))
        for found in survey(contract, chosen, seed):
            outcomes += found
            progress.update(task, advance=len(found))
    order = {operation.name: index for index, operation in enumerate(contract.operations)}
    outcomes.sort(key=lambda outcome: order[outcome.name])
    return Report(contract.name, tuple(outcomes), time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
