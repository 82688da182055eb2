# Copied from extras/command_line/calls.py: edit that.
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from .. import Client, ProviderError, ResponseValidationError
from .operations import ITERATE, Argument, Operation
from .options import NULL, Content, Json, connection_options, open_client, take_settings, value_type
from .output import print_results

FORMAT, WHOLE, ALL = "format", "json", "all"
NEEDED = "required]"
SHARED: Mapping[str, str] = {
    "extra_body": "Body properties that the contract does not know yet.",
    "extra_headers": "Additional headers to send.",
    "timeout": "Seconds for each phase of a request.",
    "max_retries": "Maximum number of times a request is sent again.",
    "deadline": "Seconds for the call, including all attempts and waits.",
    "retry_unsafe": "Retry requests that may already have been processed and billed.",
    "strict_responses": "Reject a response that does not match the contract.",
}
COMMON = {"site", "base_url", "allow_http", ALL, FORMAT}


def build_command(operation: Operation) -> click.Command:
    own = [*_bodies(operation), *connection_options(), *_looks(operation)]
    taken = {parameter.name or "" for parameter in own}
    parameters = {argument.name: _parameter(argument, taken, operation) for argument in operation.arguments}
    names = {parameter.name or "": name for name, parameter in parameters.items()}

    def run(**values: Any) -> None:
        keywords = {names[key]: values.pop(key) for key in list(values) if key in names}
        given = {name: value for name, value in keywords.items() if value not in (None, ())}
        _call(operation, {name: None if value is NULL else value for name, value in given.items()}, values)

    return click.Command(
        operation.command,
        params=sorted([*parameters.values(), *own], key=_place),
        callback=run,
        help=operation.description,
        short_help=operation.summary,
    )


def _bodies(operation: Operation) -> list[click.Option]:
    found = []
    if operation.text_option is not None:
        shown = " and --".join(name.replace("_", "-") for name in operation.text)
        help = f"A plain text, instead of {shown}; also @FILE, or - for standard input.  [this or --{shown} {NEEDED}"
        found.append(click.Option([f"--{operation.text_option}"], type=Content(), help=help))
    help = "All arguments as one JSON object, like a line of a batch; also @FILE, or - for standard input."
    return [*found, click.Option([f"--{WHOLE}"], type=Json(), help=help)]


def _looks(operation: Operation) -> list[click.Option]:
    pages = [click.Option([f"--{ALL}"], is_flag=True, help="Fetch all pages.")] if operation.has_pages else []
    help = "Output format. Defaults to tables on a terminal and JSON Lines elsewhere."
    return [
        *pages,
        click.Option([f"--{FORMAT}"], type=click.Choice(["auto", "table", "json"]), default="auto", help=help),
    ]


def _place(parameter: click.Parameter) -> int:
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
    flag = f"--{name.replace('_', '-')}"
    told = SHARED.get(argument.name) or argument.help.replace("`", "")
    known = f" Known: {', '.join(argument.choices)}." if argument.choices else ""
    needed = f"  [this or --{operation.text_option} {NEEDED}" if argument.name in operation.text else f"  [{NEEDED}"
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
    known = {argument.name: argument for argument in operation.arguments}
    whole = own.pop(WHOLE)
    keywords = {**_checked(whole, known), **keywords}
    if (text := operation.text_option and own.pop(operation.text_option)) is not None:
        if twice := keywords.keys() & operation.text:
            raise click.UsageError(f"use --{operation.text_option} or {', '.join(sorted(twice))}, not both")
        keywords |= operation.with_text(text)
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
        click.echo(error.content)
        raise
    yield from result if isinstance(result, list) else [result]


def _checked(whole: Any, known: Mapping[str, Argument]) -> dict[str, Any]:
    if whole is None:
        return {}
    if not isinstance(whole, dict):
        raise click.UsageError(f"--{WHOLE} must be a JSON object, not {type(whole).__name__}")
    if unknown := whole.keys() - known.keys():
        names = ", ".join(map(repr, sorted(unknown)))
        raise click.UsageError(f"--{WHOLE}: unknown {names}; there are {', '.join(known)}")
    return whole


def _how_to_give(argument: Argument, operation: Operation) -> str:
    if argument.name in operation.text:
        return f"--{operation.text_option} TEXT, or --{argument.name.replace('_', '-')}"
    return f"--{argument.name.replace('_', '-')}" if not argument.is_positional else argument.name.upper()
