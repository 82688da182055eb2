# Copied by "make generate" from extras/command_line/session.py. Edit that, never this file.
"""The client of a command: settings from options, secrets from the environment or a prompt, and nowhere else."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .. import Client
from .._contract import SERVICE  # the variables, which the contract names

OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--site",), {"help": f"Datadog site, such as datadoghq.eu; else {SERVICE.site_variable} of the environment."}),
    (("--base-url",), {"help": "URL in place of the site's, such as that of a gateway."}),
    (("--allow-http",), {"is_flag": True, "help": "Send keys over plain http, too."}),
)


def connection_options() -> list[click.Option]:
    """The options of every command that calls."""
    return [click.Option(names, **settings) for names, settings in OPTIONS]


def take_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Take the settings of a client out of the values of a command."""
    names = [names[0].removeprefix("--").replace("-", "_") for names, _ in OPTIONS]
    return {name: value for name in names if (value := values.pop(name))}


def credentials() -> dict[str, Any]:
    """Ask for the keys that the environment lacks, where there is someone to ask."""
    needed = {"api_key": SERVICE.api_key_variable, "app_key": SERVICE.app_key_variable}
    missing = {name: variable for name, variable in needed.items() if not os.environ.get(variable)}
    if os.environ.get(SERVICE.bearer_variable) or not missing:
        return {}
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(
            f"no keys: set {' and '.join(missing.values())}, or {SERVICE.bearer_variable}, in the environment"
        )
    return {name: click.prompt(f"{variable} (hidden)", hide_input=True, err=True) for name, variable in missing.items()}


def all_credentials() -> dict[str, Any]:
    """The credentials of the environment, or those that were asked for: what another machine needs."""
    given = credentials()
    if not given and (token := os.environ.get(SERVICE.bearer_variable)):
        return {"bearer_token": token}
    variables = {"api_key": SERVICE.api_key_variable, "app_key": SERVICE.app_key_variable}
    return {name: given.get(name) or os.environ[variable] for name, variable in variables.items()}


def open_client(settings: dict[str, Any]) -> Client:
    """A client with these settings. Raises `ConfigurationError` where they cannot work."""

    return Client(**settings, **credentials())
