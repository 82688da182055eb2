"""The client of a command, with settings from options, and secrets only from the environment or a prompt."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .. import Client
from .._contract import SERVICE  # has the names of the environment variables

_SITES = " or ".join(SERVICE.site_variables)
_URLS = " or ".join(SERVICE.base_url_variables)
OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--site",), {"help": f"Datadog site, such as datadoghq.eu. Defaults to {_SITES}."}),
    (("--base-url",), {"help": f"URL to use instead of the site's, such as a gateway. Defaults to {_URLS}."}),
    (("--allow-http",), {"is_flag": True, "help": "Allow sending keys over plain HTTP."}),
)
_KEYS = {"api_key": SERVICE.api_key_variables, "app_key": SERVICE.app_key_variables}


def connection_options() -> list[click.Option]:
    """Return the options of every command that makes calls."""
    return [click.Option(names, **settings) for names, settings in OPTIONS]


def take_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Pop the client settings from the values of a command."""
    names = [names[0].removeprefix("--").replace("-", "_") for names, _ in OPTIONS]
    return {name: value for name in names if (value := values.pop(name))}


def credentials() -> dict[str, Any]:
    """Prompt for keys that are not in the environment, if there is a terminal."""
    missing = {name: variables[0] for name, variables in _KEYS.items() if _found(variables) is None}
    if not missing or _found(SERVICE.bearer_variables) is not None:
        return {}
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        others = " or ".join(SERVICE.bearer_variables)
        raise click.UsageError(f"no keys: set {' and '.join(missing.values())}, or {others}, in the environment")
    return {name: click.prompt(f"{variable} (hidden)", hide_input=True, err=True) for name, variable in missing.items()}


def all_credentials() -> dict[str, Any]:
    """Return the credentials from the environment or the prompt, for use on another machine."""
    given = credentials()
    if not given and (token := _found(SERVICE.bearer_variables)) is not None:
        return {"bearer_token": token}
    return {name: given.get(name) or _found(variables) for name, variables in _KEYS.items()}


def open_client(settings: dict[str, Any]) -> Client:
    """Create a client with these settings. Raises `ConfigurationError` if they are invalid."""
    return Client(**settings, **credentials())


def _found(variables: tuple[str, ...]) -> str | None:
    """Return the first of these variables that is set."""
    return next((value for name in variables if (value := os.environ.get(name))), None)
