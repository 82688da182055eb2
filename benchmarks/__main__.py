"""Compare the client with others. Prints a table, and writes benchmarks/results.json."""

import argparse
import datetime
import importlib
import json
import os
import platform
import sys
from pathlib import Path

from benchmarks.figure import Figure, table
from benchmarks.isolated import Failed
from benchmarks.setting import QUICK, Setting
from tools.project import ROOT

BENCHMARKS = ("one_call", "fan_out", "threads", "waiting", "mapping", "limits", "batches", "bodies", "imports")
RESULTS = ROOT / "benchmarks" / "results.json"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line. Exits with 0 if all was measured, whether or not targets are met, and with 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"benchmarks to run, by default all: {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("--quick", action="store_true", help="run each once and briefly, to check that it works")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file to write the JSON to")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"unknown benchmark: {', '.join(sorted(unknown))} (choose from {', '.join(BENCHMARKS)})")
    found: list[Figure] = []
    failures: list[str] = []
    for name in options.names or BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            found += importlib.import_module(f"benchmarks.{name}").figures(QUICK if options.quick else Setting())
        except Failed as reason:
            failures.append(f"{name}: {reason}")
    print(table(found))
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    print(f"\n{machine}, {datetime.date.today()}")
    options.results.write_text(
        json.dumps({"machine": machine, "figures": [figure.json() for figure in found]}, indent=2), encoding="utf-8"
    )
    for failure in failures:
        print(f"benchmarks: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
