"""Runs a batch on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from typing import Any

from .. import AuthenticationError, Client, ConfigurationError, MapResult, PermissionDeniedError
from .._traits import TRAITS, plain
from .files import STREAM, Appender, Paths, Shard, read_lines
from .lines import Format, InputHash, Line, hash_defaults, told_of
from .state import Lines, Manifest, Report, Stop, finish_on_signals

__all__ = ("run",)

TOTAL = "total_tokens"


def run(
    client: Client,
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    operation: str | None = None,
    defaults: Mapping[str, Any] | None = None,
    failures: str | os.PathLike[str] | None = None,
    concurrency: int = 16,
    rate: float | None = None,
    give_up_after: float | None = None,
    longest_wait: float | None = None,
    shard: Shard | tuple[int, int] | str | None = None,
    retry_failed: bool = False,
    max_calls: int | None = None,
    max_total_tokens: int | None = None,
    on_progress: Callable[[Report], object] | None = None,
) -> Report:
    """Call an operation for every line of a file that has no output yet.

    Args:
        client: the client to call with; its settings apply to every call.
        source: JSON Lines file, or "-" for standard input. All of it is validated before anything is sent.
        output: file to append a line to for each response, or "-" for standard output.
        operation: name of the method. Defaults to the one that takes a text.
        defaults: keyword arguments for every call, which a line can override.
        failures: file for failed lines. Defaults to `answers.failures.jsonl` beside `answers.jsonl`.
        concurrency: maximum number of calls in flight.
        rate: as for `Client.map`.
        give_up_after: as for `Client.map`.
        longest_wait: as for `Client.map`.
        shard: process only part of the lines, such as "3/8", with separate files, such as `answers.3-of-8.jsonl`.
        retry_failed: whether to retry lines that failed.
        max_calls: maximum number of lines to call for, over all runs.
        max_total_tokens: number of tokens after which no more calls are started, over all runs.
        on_progress: called after each line of output.

    Returns:
        The progress of the batch. SIGINT, SIGTERM or a spent budget end it early, once the calls in flight are done.

    Raises:
        ConfigurationError: a file, a line or an argument is invalid, and nothing was sent; or a file cannot be written.
        AuthenticationError: no call would succeed.
        PermissionDeniedError: no call would succeed.
        RateLimitError: the server kept refusing, or asked for too long a wait.
    """
    batch = Batch(
        client, (source, output, failures, shard), operation, defaults, retry_failed, max_calls, max_total_tokens
    )
    with closing(batch):
        batch.open()
        batch.run(
            on_progress, concurrency=concurrency, rate=rate, give_up_after=give_up_after, longest_wait=longest_wait
        )
    return batch.report


def text_operation() -> str:
    """Return the operation that takes a text, which is the default of a batch."""
    return next(name for name, traits in TRAITS.items() if traits.text)


class Batch:
    """A run of a batch: opened, run and closed."""

    def __init__(
        self,
        client: Client,
        files: tuple[Any, Any, Any, Any],
        operation: str | None,
        defaults: Mapping[str, Any] | None,
        retry_failed: bool,
        max_calls: int | None,
        max_total_tokens: int | None,
    ) -> None:
        self._client, self._paths, defaults = client, Paths.of(*files), defaults or {}
        if not isinstance(client, Client):
            raise ConfigurationError(f"a batch requires a Client, not {type(client).__name__}")
        operation = operation or text_operation()
        if operation not in TRAITS:
            raise ConfigurationError(f"there is no operation {operation!r}; there are {', '.join(TRAITS)}")
        self._method, self._traits = getattr(client, operation), TRAITS[operation]
        if max_total_tokens is not None and TOTAL not in self._traits.usage:
            raise ConfigurationError(f"max_total_tokens: responses of {operation} do not state {TOTAL}")
        self._retry_failed, self._max_calls, self._max_total_tokens = retry_failed, max_calls, max_total_tokens
        self._format = Format(self._method, defaults)
        shard = self._paths.shard
        self._manifest = Manifest(operation, hash_defaults(defaults), shard=None if shard is None else str(shard))
        self._pending: dict[int, Line] = {}
        self._done = Lines()
        self._files = ExitStack()  # which are open
        self._refusal: Exception | None = None
        self._rate: tuple[float | None] | None = None  # a changed rate
        self._results: Any = None  # a map, while it runs
        self.report = Report()

    def open(self) -> None:
        """Validate the input, and find out what is missing."""
        paths, path, report = self._paths, self._paths.manifest, self.report
        made = {part: Manifest.load(part.manifest) for part in paths.outputs}
        if paths.resumes:
            self._check(made)
        self._output = self._files.enter_context(closing(Appender(paths.output)))
        if made[paths] is None:
            self._output.must_be_empty("is not the output of a batch")
        if not paths.resumes:
            self._output.must_be_empty("standard input cannot be resumed")
        self._output.repair()
        self._failures = self._files.enter_context(closing(Appender(paths.failures, sys.stderr.buffer)))
        if path is not None:
            self._manifest.save(path)
        if paths.resumes and self._retry_failed:
            self._failures.clear()
        self._failures.repair()
        if not paths.resumes:
            return
        for part in paths.outputs:
            for done in (part.output, None if self._retry_failed else part.failures):
                for _ in self._done.add_from(done, report, paths.holds):
                    pass
        report.resumed = report.answered + report.failed

    def _check(self, made: Mapping[Paths, Manifest | None]) -> None:
        """Read the input, and compare it with what the outputs were made from."""
        hashed = InputHash(found.lines for found in made.values() if found is not None)
        lines = self._format.lines(hashed.passing(read_lines(self._paths.source)), self._paths.source)
        self.report.total = sum(self._paths.holds(line.number) for line in lines)
        self._manifest.lines, self._manifest.input = hashed.count, hashed.value
        for part, found in made.items():
            if found is not None:
                self._manifest.check(found, part, hashed.prefixes.get(found.lines))

    def run(self, on_progress: Callable[[Report], object] | None, **options: Any) -> None:
        """Make the missing calls, and write their results as they come."""
        given = {name: value for name, value in options.items() if value is not None}
        self._results = results = self._client.map(self._method, self._requests(), **given)
        if self._rate is not None:
            results.rate = self._rate[0]
        if self.report.stopped is not None:
            results.finish()
        with finish_on_signals(self.finish), results:
            for result in results:
                self._write(self._pending.pop(result.index), result)
                if self._refusal is not None:
                    results.finish()
                elif self._is_spent and self.report.stopped is None:
                    self.finish("max_total_tokens")
                if on_progress is not None:
                    on_progress(self.report)
        if self._refusal is not None:
            raise self._refusal
        if self.report.missing == 0:
            self.report.stopped = None

    def finish(self, reason: Stop) -> None:
        """Start no more calls."""
        self.report.stopped = reason
        if self._results is not None:
            self._results.finish()

    def set_rate(self, rate: float | None) -> None:
        """Change the maximum number of calls per second."""
        self._rate = (rate,)
        if self._results is not None:
            self._results.rate = rate

    def _requests(self) -> Iterator[Mapping[str, Any]]:
        texts = read_lines(self._paths.source)
        name = "standard input" if self._paths.source == STREAM else self._paths.source
        calls, index = self.report.answered + self.report.failed, 0
        for line in self._format.lines(texts, name):
            if self._paths.resumes and line.number > self._manifest.lines:
                return  # appended since it was validated
            if line.number in self._done or not self._paths.holds(line.number):
                continue
            if self._is_spent or (self._max_calls is not None and calls + index >= self._max_calls):
                self.report.stopped = "max_total_tokens" if self._is_spent else "max_calls"
                return
            self._pending[index] = line
            index += 1
            yield line.request

    @property
    def _is_spent(self) -> bool:
        return self._max_total_tokens is not None and self.report.usage.get(TOTAL, 0) >= self._max_total_tokens

    def _write(self, line: Line, result: MapResult[Any]) -> None:
        error = result.error
        if error is None:
            answer = plain(result.value)
            used = self._traits.used(answer)
            self._output.append(line.answered(answer, used))
            self.report.answered += 1
        elif isinstance(error, AuthenticationError | PermissionDeniedError):
            self._refusal = error
            return
        else:
            told = told_of(error, line.number)
            used = self._traits.used(told.get("response"))
            self._failures.append(line.failed(told | ({"usage": used} if used else {})))
            self.report.failed += 1
        self.report.use(used)

    def close(self) -> None:
        """Close the files."""
        self._files.close()
