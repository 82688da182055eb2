# Copied by "make generate" from extras/command_line/exits.py. Edit that, never this file.
"""Exit codes by class of error, and errors on standard error."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .. import errors
    from ..batch import Report

#: The first listed class that an error is an instance of decides.
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
    """Return the exit code of an error."""
    return next(EXIT_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in EXIT_CODES)


def batch_exit_code(report: Report) -> int:
    """Return the exit code of a batch that has ended or was stopped."""
    if report.stopped in ("SIGINT", "SIGTERM"):
        return 128 + int(signal.Signals[report.stopped])
    if report.stopped is not None:
        return BUDGET_SPENT
    return FAILED_LINES if report.failed else 0


def show_error(error: errors.DatadogError) -> None:
    """Print an error, with everything that the server said about it."""
    show(f"{type(error).__name__}: {error}")
    details: tuple[Any, ...] = getattr(error, "errors", ())
    for detail in details if len(details) > 1 else ():
        click.echo(f"  {detail}", err=True)


def show(message: str) -> None:
    """Print a failure."""
    from .output import has_color

    click.echo(f"{click.style('Error', fg='red', bold=True)}: {message}", err=True, color=has_color(err=True))
