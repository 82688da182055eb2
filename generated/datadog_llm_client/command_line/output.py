# Copied from extras/command_line/output.py: edit that.
from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Mapping
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
