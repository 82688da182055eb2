# Copied from extras/command_line/app.py: edit that.
from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import click
from attrs import frozen

from .. import Client, DatadogError, __version__
from .._traits import TRAITS, Traits
from .output import EXIT_CODES, exit_code, show, show_error

NAME = "datadog-llm"
BATCH = "Call an operation for every line of a file; can be resumed."
ITERATE = "iterate_"


@frozen
class Operation:
    method: Callable[..., Any]

    @property
    def name(self) -> str:
        return self.method.__name__

    @property
    def documentation(self) -> str:
        return inspect.getdoc(self.method) or self.name

    @property
    def command(self) -> str:
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        return self.documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        return re.split(r"^(?:Source|Args|Raises):", self.documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def has_pages(self) -> bool:
        return hasattr(Client, ITERATE + self.name)

    @property
    def traits(self) -> Traits:
        return TRAITS[self.name]

    @property
    def text_option(self) -> str | None:
        match list(self.traits.text.items()):
            case []:
                return None
            case [(name, list())] if name.endswith("s"):
                return name[:-1]
        return "text"


def operations() -> dict[str, Operation]:
    found = [Operation(method) for name, method in vars(Client).items() if name in TRAITS]
    return {operation.command: operation for operation in found}


class App(click.Group):
    @cached_property
    def _operations(self) -> Mapping[str, Operation]:
        return operations()

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._operations, "batch"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*((name, one.summary) for name, one in self._operations.items()), ("batch", BATCH)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "batch":
            from .batches import build_batch

            return build_batch()
        if cmd_name not in self._operations:
            return None
        from .calls import build_command

        return build_command(self._operations[cmd_name])


def build_app() -> click.Group:
    app = App(
        NAME,
        help="Datadog's LLM Observability integrations (Preview), from the command line. Keys come from the "
        "environment (DD_API_KEY and DD_APP_KEY, or DD_BEARER_TOKEN), or from a prompt.",
        epilog="Exit codes: 0 done, 2 wrong usage, 20 lines of a batch failed, 21 its budget is spent, 130 "
        f"interrupted; {', '.join(f'{code} {name}' for name, code in EXIT_CODES.items() if code > 2)}; "
        "1 anything else.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(__version__, message="%(prog)s %(version)s", help="Show the version.")(app)


def run(arguments: list[str] | None = None) -> int:
    try:
        code = build_app().main(arguments, prog_name=NAME, standalone_mode=False)
    except DatadogError as error:
        show_error(error)
        return exit_code(error)
    except click.ClickException as error:
        show(error.format_message())
        if (context := getattr(error, "ctx", None)) is not None:
            click.echo(f"Try '{context.command_path} --help'.", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        show("interrupted")
        return 130
    return code if isinstance(code, int) else 0
