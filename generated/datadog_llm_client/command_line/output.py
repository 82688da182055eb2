# Copied by "make generate" from extras/command_line/output.py. Edit that, never this file.
"""Results on standard output: tables for people, JSON Lines for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import click

from .._plain import plain

Format: TypeAlias = Literal["auto", "table", "json"]


def has_color(*, err: bool = False) -> bool | None:
    """Return whether to use color, or None to let click decide, by whether it is a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def print_results(results: Iterable[Any], form: Format) -> None:
    """Print the result of a method item by item; several are the rows of a table."""
    if form == "json" or (form == "auto" and not sys.stdout.isatty()):
        for result in results:
            _print_plain(result)
    else:
        _print_tables(list(results))


def _print_plain(result: Any) -> None:
    result = plain(result)
    if isinstance(result, bytes):  # a file
        click.echo(result, nl=False)
    elif result is not None:
        click.echo(json.dumps(result, ensure_ascii=False, default=str).encode(errors="backslashreplace"))


def _print_tables(results: list[Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    rows = [plain(result) for result in results]
    if rows and all(isinstance(row, Mapping) for row in rows):
        table = _rows(rows)
        # rich draws more than it measures.
        if len(rows) > 1 and sum((column.min_width or 0) + 3 for column in table.columns) <= console.width:
            console.print(table)
            return
        for number, row in enumerate(rows):
            console.print(*[""] * bool(number), _details(row), sep="\n")
        return
    for row in rows:
        if isinstance(row, str):
            console.print(row, markup=False)
        else:
            _print_plain(row)


def _rows(rows: list[Mapping[str, Any]]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    flat = [_flat(row) for row in rows]
    columns = dict.fromkeys(name for row in flat for name in row)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        header = name.replace("_", " ")
        words = " ".join([header, *(row.get(name, "") for row in flat)]).split()
        table.add_column(header, min_width=max(map(len, words)), overflow="fold")
    for row in flat:
        table.add_row(*(Text(row.get(name, "")) for name in columns))
    return table


def _details(row: Mapping[str, Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _flat(row).items():
        table.add_row(name, Text(value))
    return table


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Yield scalars by their dotted names, without empty values."""
    found: dict[str, str] = {}
    for key, item in value.items():
        if isinstance(item, Mapping):
            found |= _flat(item, f"{prefix}{key}.")
        elif item not in (None, "", []):
            found[prefix + key] = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, default=str)
    return found
