"""The command line as a whole, with a command for each operation, which is a method of the client."""

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
    """A method of the client, as a command."""

    method: Callable[..., Any]

    @property
    def name(self) -> str:
        """The name of the method."""
        return self.method.__name__

    @property
    def documentation(self) -> str:
        """Its docstring."""
        return inspect.getdoc(self.method) or self.name

    @property
    def command(self) -> str:
        """The name of the command."""
        return self.name.replace("_", "-")

    @property
    def summary(self) -> str:
        """Its description, in a line."""
        return self.documentation.partition("\n")[0]

    @property
    def description(self) -> str:
        """Its description."""
        return re.split(r"^(?:Source|Args|Raises):", self.documentation, maxsplit=1, flags=re.MULTILINE)[0].strip()

    @property
    def has_pages(self) -> bool:
        """Whether the client can iterate over its pages."""
        return hasattr(Client, ITERATE + self.name)

    @property
    def traits(self) -> Traits:
        """Its extensions."""
        return TRAITS[self.name]

    @property
    def text_option(self) -> str | None:
        """The option that takes a plain text: the singular of its argument if the text becomes an item of a list."""
        match list(self.traits.text.items()):
            case []:
                return None
            case [(name, list())] if name.endswith("s"):
                return name[:-1]
        return "text"


def operations() -> dict[str, Operation]:
    """Return all operations by command name, in the order of the contract."""
    found = [Operation(method) for name, method in vars(Client).items() if name in TRAITS]
    return {operation.command: operation for operation in found}


class App(click.Group):
    """Has a command for each operation, and our own, which are loaded on demand."""

    @cached_property
    def _operations(self) -> Mapping[str, Operation]:
        return operations()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands, in the order of the contract."""
        return [*self._operations, "batch"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of all commands, without building them."""
        with formatter.section("Commands"):
            formatter.write_dl([*((name, one.summary) for name, one in self._operations.items()), ("batch", BATCH)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name == "batch":
            from .batches import build_batch

            return build_batch()
        if cmd_name not in self._operations:
            return None
        from .calls import build_command

        return build_command(self._operations[cmd_name])


def build_app() -> click.Group:
    """Return the group of all commands."""
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
    """Run a command and return its exit code."""
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
