"""Tracks the lines that are done, in one bit per line of input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .lines import ERROR
from .report import Report
from .writing import read_records


class Lines:
    """A set of line numbers, as a bitmap."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> bool:
        """Add a number. Returns False if it was there already."""
        byte, bit = number >> 3, 1 << (number & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        is_new = not self._bits[byte] & bit
        self._bits[byte] |= bit
        return is_new

    def __contains__(self, number: int) -> bool:
        byte = number >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & 1 << (number & 7))


def read_done(
    report: Report,
    done: Lines,
    output: Path,
    failures: Path | None,
    holds: Callable[[int], bool] = lambda line: True,
) -> None:
    """Add the lines in both outputs that belong to this run, and count them in the report."""
    for record in read_records(output):
        line = int(record["line"])
        if holds(line) and done.add(line):
            report.answered += 1
            report.use(record.get("usage", {}))
    for record in read_records(failures) if failures is not None else ():
        error = record[ERROR]
        line = int(error["line"])
        if holds(line) and done.add(line):
            report.failed += 1
            report.use(error.get("usage", {}))
    report.resumed = report.answered + report.failed
