# Copied from extras/command_line/progress.py: edit that.
from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import click
from attrs import define, field

from ..batch import Report

EVERY = 10.0
Tell: TypeAlias = Callable[[Report], object]


@define
class Pace:
    clock: Callable[[], float] = time.monotonic
    report: Report = field(factory=Report)
    _began: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._began = self.clock()

    @property
    def rate(self) -> float:
        done = self.report.answered + self.report.failed - self.report.resumed
        return done / max(self.clock() - self._began, 1e-9)

    @property
    def left(self) -> float | None:
        missing = self.report.missing
        return missing / self.rate if missing is not None and self.rate else None

    def __str__(self) -> str:
        left = "" if self.left is None else f", {duration(self.left)} left"
        return f"{summary(self.report)}, {self.rate:.1f}/s{left}"


def summary(report: Report) -> str:
    total = "" if report.total is None else f" of {report.total:,}"
    tokens = f", {tokens_of(report):,} tokens" if report.usage else ""
    stopped = f", stopped by {report.stopped.replace('_', '-')}" if report.stopped else ""
    return f"{report.answered:,}{total} answered, {report.failed:,} failed{tokens}{stopped}"


def tokens_of(report: Report) -> int:
    return report.usage.get("total_tokens", sum(report.usage.values()))


def duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def show_progress() -> Iterator[Tell]:
    with _bar() if sys.stderr.isatty() else _lines() as tell:
        yield tell


@contextmanager
def _lines() -> Iterator[Tell]:
    pace = Pace()
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(EVERY):
            click.echo(str(pace), err=True)

    def tell(report: Report) -> None:
        pace.report = report

    thread = threading.Thread(target=write, name="progress", daemon=True)
    thread.start()
    try:
        yield tell
    finally:
        ended.set()
        thread.join()


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    pace = Pace()
    columns = (
        BarColumn(bar_width=24),
        TextColumn("{task.fields[counts]}"),
        TextColumn("[red]{task.fields[failed]} failed"),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, counts="checking the input", failed=0, pace="")

        def tell(report: Report) -> None:
            pace.report = report
            tokens = f"{tokens_of(report):,} tokens  " if report.usage else ""
            left = "" if pace.left is None else f"  {duration(pace.left)} left"
            total = "" if report.total is None else f"/{report.total:,}"
            progress.update(
                task,
                total=report.total,
                completed=report.answered + report.failed,
                counts=f"{report.answered:,}{total} answered",
                failed=f"{report.failed:,}",
                pace=f"{tokens}{pace.rate:.1f}/s{left}",
            )

        yield tell
