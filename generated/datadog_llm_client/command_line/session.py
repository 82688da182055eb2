# Copied by "make generate" from extras/command_line/session.py. Edit that, never this file.
"""The client of a command: settings from options, secrets from the environment or a prompt, and nowhere else."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .. import Client
from .._contract import SERVICE  # the variables, which the contract names

_SITES = " or ".join(SERVICE.site_variables)
_URLS = " or ".join(SERVICE.base_url_variables)
OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--site",), {"help": f"Datadog site, such as datadoghq.eu; else {_SITES} of the environment."}),
    (("--base-url",), {"help": f"URL in place of the site's, such as that of a gateway; else {_URLS}."}),
    (("--allow-http",), {"is_flag": True, "help": "Send keys over plain http, too."}),
)
_KEYS = {"api_key": SERVICE.api_key_variables, "app_key": SERVICE.app_key_variables}


def connection_options() -> list[click.Option]:
    """The options of every command that calls."""
    return [click.Option(names, **settings) for names, settings in OPTIONS]


def take_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Take the settings of a client out of the values of a command."""
    names = [names[0].removeprefix("--").replace("-", "_") for names, _ in OPTIONS]
    return {name: value for name in names if (value := values.pop(name))}


def credentials() -> dict[str, Any]:
    """Ask for the keys that the environment lacks, where there is someone to ask."""
    missing = {name: variables[0] for name, variables in _KEYS.items() if _found(variables) is None}
    if not missing or _found(SERVICE.bearer_variables) is not None:
        return {}
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        others = " or ".join(SERVICE.bearer_variables)
        raise click.UsageError(f"no keys: set {' and '.join(missing.values())}, or {others}, in the environment")
    return {name: click.prompt(f"{variable} (hidden)", hide_input=True, err=True) for name, variable in missing.items()}


def all_credentials() -> dict[str, Any]:
    """The credentials of the environment, or those that were asked for: what another machine needs."""
    given = credentials()
    if not given and (token := _found(SERVICE.bearer_variables)) is not None:
        return {"bearer_token": token}
    return {name: given.get(name) or _found(variables) for name, variables in _KEYS.items()}


def open_client(settings: dict[str, Any]) -> Client:
    """A client with these settings. Raises `ConfigurationError` where they cannot work."""
    return Client(**settings, **credentials())


def _found(variables: tuple[str, ...]) -> str | None:
    """The first of these variables that is set."""
    return next((value for name in variables if (value := os.environ.get(name))), None)
