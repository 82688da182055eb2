# Copied from extras/command_line/output.py: edit that.
from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from .._traits import plain

if TYPE_CHECKING:
    from .. import errors
    from ..batch import Report

Format: TypeAlias = Literal["auto", "table", "json"]

EXIT_CODES: Mapping[str, int] = {
    "DatadogError": 1,
    "ConfigurationError": 2,
    "RequestValidationError": 2,
    "APIConnectionError": 3,
    "APITimeoutError": 4,
    "APIStatusError": 5,
    "BadRequestError": 6,
    "AuthenticationError": 7,
    "PermissionDeniedError": 8,
    "NotFoundError": 9,
    "RateLimitError": 10,
    "ServerError": 11,
    "ProviderError": 12,
    "ResponseValidationError": 13,
}
FAILED_LINES = 20
BUDGET_SPENT = 21
EVERY = 10.0


def exit_code(error: errors.DatadogError) -> int:
    return next(EXIT_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in EXIT_CODES)


def batch_exit_code(report: Report) -> int:
    if report.stopped in ("SIGINT", "SIGTERM"):
        return 128 + int(signal.Signals[report.stopped])
    if report.stopped is not None:
        return BUDGET_SPENT
    return FAILED_LINES if report.failed else 0


def show_error(error: errors.DatadogError) -> None:
    show(f"{type(error).__name__}: {error}")
    details: tuple[Any, ...] = getattr(error, "errors", ())
    for detail in details if len(details) > 1 else ():
        click.echo(f"  {detail}", err=True)


def show(message: str) -> None:
    color = False if os.environ.get("NO_COLOR") else None
    click.echo(f"{click.style('Error', fg='red', bold=True)}: {message}", err=True, color=color)


def print_results(results: Iterable[Any], form: Format) -> None:
    if form == "json" or (form == "auto" and not sys.stdout.isatty()):
        for result in results:
            _print_plain(result)
    else:
        _print_tables(list(results))


def _print_plain(result: Any) -> None:
    result = plain(result)
    if isinstance(result, bytes):
        click.echo(result, nl=False)
    elif result is not None:
        click.echo(json.dumps(result, ensure_ascii=False, default=str).encode(errors="backslashreplace"))


def _print_tables(results: list[Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    rows = [plain(result) for result in results]
    if not all(isinstance(row, Mapping) for row in rows):
        for row in rows:
            if isinstance(row, str):
                console.print(row)
            else:
                _print_plain(row)
        return
    flat = [_flat(row) for row in rows]
    table = _rows(flat)
    if len(rows) > 1 and sum((column.min_width or 0) + 3 for column in table.columns) <= console.width:
        console.print(table)
        return
    for number, row in enumerate(flat):
        console.print(*[""] * bool(number), _details(row), sep="\n")


def _rows(rows: list[dict[str, str]]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    columns = dict.fromkeys(name for row in rows for name in row)
    for name in columns:
        header = name.replace("_", " ")
        words = " ".join([header, *(row.get(name, "") for row in rows)]).split()
        table.add_column(header, min_width=max(map(len, words)), overflow="fold")
    for row in rows:
        table.add_row(*(row.get(name, "") for name in columns))
    return table


def _details(row: dict[str, str]) -> Any:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for item in row.items():
        table.add_row(*item)
    return table


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, item in value.items():
        if isinstance(item, Mapping):
            found |= _flat(item, f"{prefix}{key}.")
        elif item not in (None, "", []):
            found[prefix + key] = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, default=str)
    return found


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
