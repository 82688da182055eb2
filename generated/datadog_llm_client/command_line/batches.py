# Copied from extras/command_line/batches.py: edit that.
from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import ConfigurationError
from ..batch import Report, merge, run, run_on
from ..batch.cluster import distributed
from ..batch.running import text_operation
from .app import Operation, operations
from .arguments import JSON, NULL, arguments_of, json_object, value_type
from .calls import all_credentials, connection_options, open_client, take_settings
from .output import batch_exit_code
from .progress import show_progress, summary

RUN = "run"


class Batch(click.Group):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_named = args[0] in self.commands if args else ctx.resilient_parsing
        return super().parse_args(ctx, args if is_named else [RUN, *args])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        command = self.commands[RUN]
        sub = command.make_context(RUN, [], parent=ctx, resilient_parsing=True)
        found = command.shell_complete(sub, incomplete)
        if not incomplete.startswith("-"):
            found.append(CompletionItem(incomplete, type="file"))
        if "merge".startswith(incomplete):
            found.append(CompletionItem("merge"))
        return found


def build_batch() -> click.Group:
    run = click.Command(
        RUN,
        callback=_run,
        help="Call an operation for every line of SOURCE, a file of JSON Lines: each line holds the arguments of one "
        "call. Results are appended to --output as they come. Run it again to process only what is missing.",
        epilog="`datadog-llm batch merge OUTPUT` merges the outputs of shards.",
        params=[
            click.Argument(["source"], type=click.Path(allow_dash=True)),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=click.Path(allow_dash=True),
                help="File to append results to, or - for standard output. Compressed if the name ends in .gz.",
            ),
            click.Option(["--failures"], type=click.Path(), help="File for lines that failed."),
            click.Option(
                ["--operation"],
                type=click.Choice([*operations()]),
                help="The operation to call. Defaults to the one that takes a text.",
            ),
            click.Option(
                ["--set", "-s", "assignments"],
                multiple=True,
                metavar="NAME=VALUE",
                help="An argument of every call, which a line can override; repeatable.",
            ),
            click.Option(["--defaults"], type=JSON, help="The same, as one JSON object or @FILE."),
            click.Option(["--concurrency"], type=click.IntRange(1), help="Maximum number of calls in flight [16]."),
            click.Option(["--rate"], type=float, help="Maximum calls per second."),
            click.Option(["--give-up-after"], type=float, help="Seconds of nothing but 429s until the run ends [900]."),
            click.Option(["--longest-wait"], type=float, help="Maximum seconds that the server may ask to wait [60]."),
            click.Option(["--max-calls"], type=click.IntRange(0), help="A budget of calls, over all runs."),
            click.Option(["--max-total-tokens"], type=click.IntRange(0), help="A budget of tokens, over all runs."),
            click.Option(["--retry-failed"], is_flag=True, help="Retry lines that failed."),
            click.Option(["--shard"], metavar="N/COUNT", help="Process part of the lines, such as 3/8."),
            click.Option(["--dask"], metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://scheduler:8786."),
            click.Option(["--shards"], type=click.IntRange(1), help="With --dask: number of shards."),
            click.Option(
                ["--hand-over-keys"],
                is_flag=True,
                help="With --dask: pass these keys to workers whose environment has none.",
            ),
            *connection_options(),
        ],
    )
    merge = click.Command(
        "merge",
        callback=_merge,
        help="Merge the outputs of all shards into OUTPUT, the file that was passed to each of them.",
        params=[
            click.Argument(["output"], type=click.Path()),
            click.Option(["--failures"], type=click.Path(), help="As passed to the shards."),
        ],
    )
    return Batch("batch", commands={RUN: run, "merge": merge})


def _run(source: str, output: str, **values: Any) -> int:
    settings = take_settings(values)
    operation = operations()[values.pop("operation") or text_operation().replace("_", "-")]
    defaults = _defaults(operation, values.pop("assignments"), values.pop("defaults"))
    address, shards, hands_over = (values.pop(name) for name in ("dask", "shards", "hand_over_keys"))
    options = {name: value for name, value in values.items() if value is not None}
    options |= {"operation": operation.name, "defaults": defaults}
    if address is not None:
        if values["shard"] is not None:
            raise click.UsageError("use --shard or --dask, not both")
        keys = all_credentials() if hands_over else {}
        with _connect(address) as cluster, show_progress() as tell:
            report = run_on(
                cluster, source, output, settings=settings | keys, shards=shards, on_progress=tell, **options
            )
        return _told(report)
    if shards is not None or hands_over:
        raise click.UsageError("--shards and --hand-over-keys require --dask")
    with open_client(settings) as client, show_progress() as tell:
        report = run(client, source, output, on_progress=tell, **options)
    return _told(report)


def _connect(address: str) -> Any:
    try:
        return distributed().Client(address)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no Dask cluster at {address}: {error}") from error


def _merge(output: str, failures: str | None) -> int:
    return _told(merge(output, failures))


def _told(report: Report) -> int:
    click.echo(summary(report), err=True)
    return batch_exit_code(report)


def _defaults(operation: Operation, assignments: tuple[str, ...], whole: Any) -> dict[str, Any]:
    defaults = json_object("defaults", whole)
    known = {argument.name: argument for argument in arguments_of(operation)}
    for assignment in assignments:
        name, is_one, text = assignment.partition("=")
        name = name.replace("-", "_")
        if not is_one or name not in known:
            raise click.UsageError(f"--set {assignment!r}: use NAME=VALUE, with one of {', '.join(known)}")
        try:
            value = JSON(text) if known[name].is_repeated else value_type(known[name])(text)
        except click.BadParameter as error:
            raise click.UsageError(f"--set {name}: {error.message}") from None
        defaults[name] = None if value is NULL else value
    return defaults
