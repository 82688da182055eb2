# Copied from extras/command_line/progress.py: edit that.
from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..batch import Report

EVERY = 10.0


class Pace:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        from ..batch import Report

        self.report = Report()
        self._clock, self._began = clock, clock()

    @property
    def rate(self) -> float:
        done = self.report.answered + self.report.failed - self.report.resumed
        return done / max(self._clock() - self._began, 1e-9)

    @property
    def left(self) -> str | None:
        return duration(self.report.missing / self.rate) if self.report.missing is not None and self.rate else None

    def __str__(self) -> str:
        return f"{summary(self.report)}, {self.rate:.1f}/s{f', {self.left} left' if self.left else ''}"


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


def show_progress() -> AbstractContextManager[Callable[[Report], object]]:
    return _bar() if sys.stderr.isatty() else _lines()


@contextmanager
def _lines() -> Iterator[Callable[[Report], object]]:
    pace = Pace()
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(EVERY):
            click.echo(str(pace), err=True)

    thread = threading.Thread(target=write, name="progress", daemon=True)
    thread.start()
    try:
        yield lambda report: setattr(pace, "report", report)
    finally:
        ended.set()
        thread.join()


@contextmanager
def _bar() -> Iterator[Callable[[Report], object]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    pace = Pace()
    columns = BarColumn(bar_width=24), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking the input [red]0 failed", total=None)

        def tell(report: Report) -> None:
            pace.report = report
            total = "" if report.total is None else f"/{report.total:,}"
            tokens = f"{tokens_of(report):,} tokens  " if report.usage else ""
            left = f"  {pace.left} left" if pace.left else ""
            progress.update(
                task,
                total=report.total,
                completed=report.answered + report.failed,
                description=f"{report.answered:,}{total} answered [red]{report.failed:,} failed[/red] "
                f"{tokens}{pace.rate:.1f}/s{left}",
            )

        yield tell
