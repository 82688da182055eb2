# Copied by "make generate" from extras/command_line/batches.py. Edit that, never this file.
"""The commands of batches: `batch SOURCE --output FILE`, and `batch merge`."""

from __future__ import annotations

import json
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import ConfigurationError
from ..batch import Report, merge, run, run_on
from ..batch.engine import connect
from ..batch.running import text_operation
from .exits import batch_exit_code
from .operations import Operation, operations
from .progress import show_progress, summary
from .session import all_credentials, connection_options, open_client, take_settings
from .values import NULL, Json, value_type

RUN = "run"
_CONTENT = Json()


class Batch(click.Group):
    """A group whose command is to run a batch, unless another one is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the command that is meant."""
        is_named = args[0] in self.commands if args else ctx.resilient_parsing
        return super().parse_args(ctx, args if is_named else [RUN, *args])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What can follow: another command, or what a run takes."""
        command = self.commands[RUN]
        sub = command.make_context(RUN, [], parent=ctx, resilient_parsing=True)
        found = command.shell_complete(sub, incomplete)
        if not incomplete.startswith("-"):
            found.append(CompletionItem(incomplete, type="file"))
        return [*found, *(CompletionItem("merge") for _ in range("merge".startswith(incomplete)))]


def build_batch() -> click.Group:
    """The commands of batches."""
    return Batch(
        "batch",
        commands={RUN: _build_run(), "merge": _build_merge()},
    )


def _build_run() -> click.Command:
    return click.Command(
        RUN,
        callback=_run,
        help="Call an operation for every line of SOURCE, a file of JSON Lines: each line holds the keywords of one "
        "call. Lines of --output are written as they come. The same command does only what is missing.",
        epilog="`datadog-llm batch merge OUTPUT` brings the outputs of shards together.",
        params=[
            click.Argument(["source"], type=click.Path(allow_dash=True)),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=click.Path(allow_dash=True),
                help="File that answers are appended to, or - for standard output. Names in .gz are compressed.",
            ),
            click.Option(["--failures"], type=click.Path(), help="File for lines that failed."),
            click.Option(
                ["--operation"],
                type=click.Choice([*operations()]),
                help="What is called; unless given, the operation that takes a text.",
            ),
            click.Option(
                ["--set", "-s", "assignments"],
                multiple=True,
                metavar="NAME=VALUE",
                help="A keyword of every call, which a line may give otherwise; repeatable.",
            ),
            click.Option(["--defaults"], type=_CONTENT, help="The same as one JSON object; also @FILE."),
            click.Option(["--concurrency"], type=click.IntRange(1), help="Calls that are under way, at most [16]."),
            click.Option(["--rate"], type=float, help="Calls a second, at most."),
            click.Option(["--give-up-after"], type=float, help="Seconds of nothing but refusals [900]."),
            click.Option(["--longest-wait"], type=float, help="Seconds that the server may ask to wait [60]."),
            click.Option(["--max-calls"], type=click.IntRange(0), help="A budget of calls, over all runs."),
            click.Option(["--max-total-tokens"], type=click.IntRange(0), help="A budget of tokens, over all runs."),
            click.Option(["--retry-failed"], is_flag=True, help="Call again for lines that failed."),
            click.Option(["--shard"], metavar="N/COUNT", help="A part of the lines, such as 3/8, into its own files."),
            click.Option(["--dask"], metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://scheduler:8786."),
            click.Option(["--shards"], type=click.IntRange(1), help="With --dask: how many there are."),
            click.Option(
                ["--hand-over-keys"],
                is_flag=True,
                help="With --dask: give the workers these keys, where their environment has none.",
            ),
            *connection_options(),
        ],
    )


def _build_merge() -> click.Command:
    return click.Command(
        "merge",
        callback=_merge,
        help="Bring the outputs of all shards together in OUTPUT, the file that each of them was given.",
        params=[
            click.Argument(["output"], type=click.Path()),
            click.Option(["--failures"], type=click.Path(), help="As it was given to the shards."),
        ],
    )


def _run(source: str, output: str, **values: Any) -> int:
    settings = take_settings(values)
    name = values.pop("operation")
    operation = operations()[name] if name else operations()[text_operation().replace("_", "-")]
    defaults = _defaults(operation, values.pop("assignments"), values.pop("defaults"))
    address, shards, hands_over = (values.pop(name) for name in ("dask", "shards", "hand_over_keys"))
    options = {name: value for name, value in values.items() if value is not None}
    options |= {"operation": operation.name, "defaults": defaults}
    if address is not None:
        if values["shard"] is not None:
            raise click.UsageError("give --shard or --dask, not both")
        keys = all_credentials() if hands_over else {}
        with connect(address) as cluster, show_progress() as tell:
            report = run_on(
                cluster, source, output, settings=settings | keys, shards=shards, on_progress=tell, **options
            )
        return _told(report)
    if shards is not None or hands_over:
        raise click.UsageError("--shards and --hand-over-keys go with --dask")
    with open_client(settings) as client, show_progress() as tell:
        report = run(client, source, output, on_progress=tell, **options)
    return _told(report)


def _merge(output: str, failures: str | None) -> int:
    return _told(merge(output, failures))


def _told(report: Report) -> int:
    click.echo(summary(report), err=True)
    return batch_exit_code(report)


def _defaults(operation: Operation, assignments: tuple[str, ...], whole: Any) -> dict[str, Any]:
    if whole is not None and not isinstance(whole, dict):
        raise click.UsageError("--defaults must be a JSON object")
    defaults = dict(whole or {})
    known = {argument.name: argument for argument in operation.arguments}
    for assignment in assignments:
        name, is_one, text = assignment.partition("=")
        name = name.replace("-", "_")
        if not is_one or name not in known:
            raise click.UsageError(f"--set {assignment!r}: give NAME=VALUE, with one of {', '.join(known)}")
        try:
            value = _CONTENT(text) if known[name].is_repeated else value_type(known[name])(text)
        except click.BadParameter as error:
            raise click.UsageError(f"--set {name}: {error.message}") from None
        defaults[name] = None if value is NULL else value
    try:
        json.dumps(defaults)
    except TypeError as error:
        raise ConfigurationError(f"--set takes what JSON can say: {error}") from None
    return defaults
