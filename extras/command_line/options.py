"""The options of commands: types of their values, and those of the client, whose secrets are never options."""

from __future__ import annotations

import datetime
import os
import sys
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import Client
from .._contract import SERVICE  # has the names of the environment variables
from .._traits import read_json
from .operations import Argument, Kind

#: A null that was given, as click takes None for a missing value.
NULL = object()


class Value(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # not generic before click 8.4
    """A value of some kind. `parse` raises what has no more to say than that it is not of that kind."""

    def __init__(self, name: str, parse: Callable[[str], Any], choices: Sequence[str] = ()) -> None:
        self.name = name
        self._parse = parse
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except (LookupError, ValueError):
            self.fail(f"{value!r} is not a {self.name}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete known values, or files after an @."""
        if incomplete.startswith("@") and self._parse in (_content, _json):
            return [CompletionItem(incomplete[1:], type="file", prefix="@")]
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


def _content(value: str) -> str:
    """Return text as it is, the content of a file for `@path`, of standard input for `-`, and a leading @ for `@@`."""
    if value.startswith("@@"):
        return value[1:]
    try:
        if value in ("-", "@-"):
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(value[1:]).read_text(encoding="utf-8-sig") if value.startswith("@") else value
    except OSError as error:
        raise click.BadParameter(f"{value[1:]}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise click.BadParameter(f"{value}: is not UTF-8") from None


def _json(value: str) -> Any:
    content = _content(value)
    try:
        found = read_json(content)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return NULL if found is None else found


_PARSERS: Mapping[Kind, Callable[[str], Any]] = {
    "text": _content,
    "integer": int,
    "number": lambda text: int(text) if text.lstrip("-").isdecimal() else float(text),
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "date-time": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "uuid": uuid.UUID,
    "json": _json,
}
TEXT, JSON = Value("text", _content), Value("json", _json)


def value_type(argument: Argument) -> Value | click.Path:
    """Return the click type of an argument's values."""
    if argument.kind == "file":
        return click.Path(exists=True, dir_okay=False, path_type=Path)
    parse = _PARSERS[argument.kind]
    if argument.kind == "text" and argument.is_positional:
        return Value("text", str, argument.choices)
    if argument.is_nullable and parse not in (_content, _json):
        return Value(argument.kind, lambda text: NULL if text == "null" else parse(text), argument.choices)
    return Value(argument.kind, parse, argument.choices)


#: The settings of a client that are options of every command that makes calls.
SETTINGS = ("site", "base_url", "allow_http")
_KEYS = {"api_key": SERVICE.api_key_variables, "app_key": SERVICE.app_key_variables}


def connection_options() -> list[click.Option]:
    """Return the options of every command that makes calls."""
    site, url = " or ".join(SERVICE.site_variables), " or ".join(SERVICE.base_url_variables)
    return [
        click.Option(["--site"], help=f"Datadog site, such as datadoghq.eu. Defaults to {site}."),
        click.Option(["--base-url"], help=f"URL to use instead of the site's, such as a gateway. Defaults to {url}."),
        click.Option(["--allow-http"], is_flag=True, help="Allow sending keys over plain HTTP."),
    ]


def take_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Pop the client settings from the values of a command."""
    return {name: value for name in SETTINGS if (value := values.pop(name))}


def json_object(option: str, value: Any) -> dict[str, Any]:
    """Return the value of an option that takes a JSON object, or an empty one."""
    if not isinstance(value, dict | None):
        raise click.UsageError(f"--{option} must be a JSON object, not {type(value).__name__}")
    return value or {}


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
