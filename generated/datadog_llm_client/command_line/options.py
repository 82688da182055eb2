# Copied from extras/command_line/options.py: edit that.
from __future__ import annotations

import datetime
import json
import os
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import click
from click.shell_completion import CompletionItem

from .. import Client
from .._contract import SERVICE
from .operations import Argument, Kind

if TYPE_CHECKING:
    ValueType: TypeAlias = click.ParamType[Any]
else:
    ValueType = click.ParamType

NULL = object()


class Content(ValueType):
    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        if value.startswith("@@"):
            return value[1:]
        if value not in ("-", "@-") and not value.startswith("@"):
            return value
        try:
            if value in ("-", "@-"):
                return sys.stdin.buffer.read().decode().removeprefix("\ufeff")
            return Path(value[1:]).read_text(encoding="utf-8-sig")
        except OSError as error:
            self.fail(f"{value[1:]}: cannot be read: {error.strerror or error}", param, ctx)
        except UnicodeDecodeError:
            self.fail(f"{value}: is not UTF-8", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        if incomplete.startswith("@"):
            return [CompletionItem(incomplete[1:], type="file", prefix="@")]
        return []


class Json(Content):
    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        content = super().convert(value, param, ctx)
        if not isinstance(content, str):
            return content
        try:
            value = json.loads(content, parse_constant=_not_json)
        except RecursionError:
            self.fail("nested too deep", param, ctx)
        except json.JSONDecodeError as error:
            self.fail(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", param, ctx)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return NULL if value is None else value


class Parsed(ValueType):
    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a {self.name}", param, ctx)


class Known(Content):
    def __init__(self, choices: tuple[str, ...]) -> None:
        self._choices = choices

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _boolean(text: str) -> bool:
    try:
        return {"true": True, "false": False}[text.lower()]
    except KeyError:
        raise ValueError from None


_TYPES: Mapping[Kind, ValueType] = {
    "text": Content(),
    "integer": Parsed("integer", int),
    "number": Parsed("number", lambda text: int(text) if text.lstrip("-").isdecimal() else float(text)),
    "boolean": Parsed("boolean", _boolean),
    "date-time": Parsed("date-time", datetime.datetime.fromisoformat),
    "date": Parsed("date", datetime.date.fromisoformat),
    "uuid": Parsed("uuid", uuid.UUID),
    "file": click.Path(exists=True, dir_okay=False, path_type=Path),
    "json": Json(),
}


def value_type(argument: Argument) -> ValueType:
    if argument.is_positional and argument.kind == "text":
        return _Plain(argument.choices)
    if argument.choices:
        return Known(argument.choices)
    found = _TYPES[argument.kind]
    if argument.is_nullable and isinstance(found, Parsed):
        parse = found._parse
        return Parsed(found.name, lambda text: NULL if text == "null" else parse(text))
    return found


class _Plain(Known):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value


_SITES = " or ".join(SERVICE.site_variables)
_URLS = " or ".join(SERVICE.base_url_variables)
OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--site",), {"help": f"Datadog site, such as datadoghq.eu. Defaults to {_SITES}."}),
    (("--base-url",), {"help": f"URL to use instead of the site's, such as a gateway. Defaults to {_URLS}."}),
    (("--allow-http",), {"is_flag": True, "help": "Allow sending keys over plain HTTP."}),
)
_KEYS = {"api_key": SERVICE.api_key_variables, "app_key": SERVICE.app_key_variables}


def connection_options() -> list[click.Option]:
    return [click.Option(names, **settings) for names, settings in OPTIONS]


def take_settings(values: dict[str, Any]) -> dict[str, Any]:
    names = [names[0].removeprefix("--").replace("-", "_") for names, _ in OPTIONS]
    return {name: value for name in names if (value := values.pop(name))}


def credentials() -> dict[str, Any]:
    missing = {name: variables[0] for name, variables in _KEYS.items() if _found(variables) is None}
    if not missing or _found(SERVICE.bearer_variables) is not None:
        return {}
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        others = " or ".join(SERVICE.bearer_variables)
        raise click.UsageError(f"no keys: set {' and '.join(missing.values())}, or {others}, in the environment")
    return {name: click.prompt(f"{variable} (hidden)", hide_input=True, err=True) for name, variable in missing.items()}


def all_credentials() -> dict[str, Any]:
    given = credentials()
    if not given and (token := _found(SERVICE.bearer_variables)) is not None:
        return {"bearer_token": token}
    return {name: given.get(name) or _found(variables) for name, variables in _KEYS.items()}


def open_client(settings: dict[str, Any]) -> Client:
    return Client(**settings, **credentials())


def _found(variables: tuple[str, ...]) -> str | None:
    return next((value for name in variables if (value := os.environ.get(name))), None)
