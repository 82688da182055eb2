"""The command of an operation, and how a command gets its client, whose secrets are never options."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from .. import Client, ProviderError, ResponseValidationError
from .._contract import SERVICE  # has the names of the environment variables
from .app import ITERATE, Operation
from .arguments import JSON, NULL, TEXT, Argument, arguments_of, json_object, value_type
from .output import print_results

#: Options of a command besides the arguments of its method.
FORMAT, WHOLE, ALL = "format", "json", "all"
NEEDED = "required]"
#: Arguments of every method, described for the command line, where they are text.
SHARED: Mapping[str, str] = {
    "extra_body": "Body properties that the contract does not know yet.",
    "extra_headers": "Additional headers to send.",
    "timeout": "Seconds for each phase of a request.",
    "max_retries": "Maximum number of times a request is sent again.",
    "deadline": "Seconds for the call, including all attempts and waits.",
    "retry_unsafe": "Retry requests that may already have been processed and billed.",
    "strict_responses": "Reject a response that does not match the contract.",
}
#: The settings of a client that are options of every command that makes calls.
SETTINGS = ("site", "base_url", "allow_http")
COMMON = {*SETTINGS, ALL, FORMAT}
_KEYS = {"api_key": SERVICE.api_key_variables, "app_key": SERVICE.app_key_variables}


def build_command(operation: Operation) -> click.Command:
    """Return the command of an operation, with an argument or option for each argument of its method."""
    own = list(_options(operation))
    taken = {parameter.name or "" for parameter in own}
    parameters = {argument.name: _parameter(argument, taken, operation) for argument in arguments_of(operation)}
    names = {parameter.name or "": name for name, parameter in parameters.items()}

    def run(**values: Any) -> None:
        given = {name: value for key, name in names.items() if (value := values.pop(key)) not in (None, ())}
        _call(operation, {name: None if value is NULL else value for name, value in given.items()}, values)

    return click.Command(
        operation.command,
        params=sorted([*parameters.values(), *own], key=_place),
        callback=run,
        help=operation.description,
        short_help=operation.summary,
    )


def _options(operation: Operation) -> Iterator[click.Option]:
    """Return the options besides those of the arguments: several at once, the connection, and the results."""
    if operation.text_option is not None:
        shown = " and --".join(name.replace("_", "-") for name in operation.traits.text)
        help = f"A plain text, instead of {shown}; also @FILE, or - for standard input.  [this or --{shown} {NEEDED}"
        yield click.Option([f"--{operation.text_option}"], type=TEXT, help=help)
    help = "All arguments as one JSON object, like a line of a batch; also @FILE, or - for standard input."
    yield click.Option([f"--{WHOLE}"], type=JSON, help=help)
    yield from connection_options()
    if operation.has_pages:
        yield click.Option([f"--{ALL}"], is_flag=True, help="Fetch all pages.")
    help = "Output format. Defaults to tables on a terminal and JSON Lines elsewhere."
    yield click.Option([f"--{FORMAT}"], type=click.Choice(["auto", "table", "json"]), default="auto", help=help)


def _place(parameter: click.Parameter) -> int:
    """Sort required options first, and those of every command last."""
    name = parameter.name or ""
    if (parameter.help or "").endswith(NEEDED) if isinstance(parameter, click.Option) else True:
        return 0
    return 3 if name in SHARED else 4 if name in COMMON else 1 if name == WHOLE else 2


def _parameter(argument: Argument, taken: set[str], operation: Operation) -> click.Parameter:
    name = argument.name
    if argument.is_positional:
        return click.Argument([name], type=value_type(argument), metavar=name.upper())
    if name in taken:
        name += "_value"
    flag = _flag(name)
    told = SHARED.get(argument.name) or argument.help.replace("`", "")
    known = f" Known: {', '.join(argument.choices)}." if argument.choices else ""
    # click cannot check required options, as they may also be in --json.
    needed = (
        f"  [this or --{operation.text_option} {NEEDED}" if argument.name in operation.traits.text else f"  [{NEEDED}"
    )
    help = f"{told}{known}{needed if argument.is_required else ''}"
    if argument.kind == "boolean" and not (argument.is_repeated or argument.is_nullable):
        return click.Option([f"{flag}/--no-{flag[2:]}", name], default=None, help=help)
    return click.Option(
        [flag, name],
        type=value_type(argument),
        default=None,
        multiple=argument.is_repeated,
        metavar=argument.kind.upper(),
        help=help,
    )


def _call(operation: Operation, keywords: dict[str, Any], own: dict[str, Any]) -> None:
    known = {argument.name: argument for argument in arguments_of(operation)}
    whole = json_object(WHOLE, own.pop(WHOLE))
    if unknown := whole.keys() - known.keys():
        names = ", ".join(map(repr, sorted(unknown)))
        raise click.UsageError(f"--{WHOLE}: unknown {names}; there are {', '.join(known)}")
    keywords = whole | keywords
    if (text := operation.text_option and own.pop(operation.text_option)) is not None:
        if twice := keywords.keys() & operation.traits.text:
            raise click.UsageError(f"use --{operation.text_option} or {', '.join(sorted(twice))}, not both")
        keywords |= operation.traits.with_text(text)
    for name, argument in known.items():
        if argument.is_required and name not in keywords:
            raise click.UsageError(f"missing: {_how_to_give(argument, operation)}")
    form, all_pages, settings = own.pop(FORMAT), own.pop(ALL, False), take_settings(own)
    with open_client(settings) as client:
        print_results(_results(client, operation, keywords, all_pages), form)


def _results(client: Client, operation: Operation, keywords: Mapping[str, Any], all_pages: bool) -> Iterable[Any]:
    if all_pages:
        yield from getattr(client, ITERATE + operation.name)(**keywords)
        return
    try:
        result = getattr(client, operation.name)(**keywords)
    except (ProviderError, ResponseValidationError) as error:
        # Not lost: the response may have been paid for.
        click.echo(error.content)
        raise
    yield from result if isinstance(result, list) else [result]


def _how_to_give(argument: Argument, operation: Operation) -> str:
    if argument.is_positional:
        return argument.name.upper()
    text = f"--{operation.text_option} TEXT, or " if argument.name in operation.traits.text else ""
    return text + _flag(argument.name)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


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
