"""Runs a batch on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve

from .. import (
    AuthenticationError,
    ConfigurationError,
    MapResult,
    PermissionDeniedError,
)
from .._plain import plain
from .._traits import TRAITS
from ..client import Client
from .files import STREAM, Appender, Paths, Shard, read_lines
from .lines import Format, Line, told_of
from .state import InputHash, Lines, Manifest, Report, Stop, finish_on_signals, hash_defaults, read_done

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
        ConfigurationError: a file, a line or an argument is invalid. Nothing was sent.
        AuthenticationError: no call would succeed.
        PermissionDeniedError: no call would succeed.
        RateLimitError: the server kept refusing, or asked for too long a wait.
    """
    part = Shard.read(shard)
    paths = Paths.of(source, output, failures, part)
    batch = Batch(client, paths, operation, defaults or {}, part, max_calls, max_total_tokens)
    options = {"rate": rate, "give_up_after": give_up_after, "longest_wait": longest_wait}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        batch.open(retry_failed=retry_failed)
        batch.run(on_progress, concurrency=concurrency, **given)
    finally:
        batch.close()
    return batch.report


def text_operation() -> str:
    """Return the operation that takes a text, which is the default of a batch."""
    return next(name for name, traits in TRAITS.items() if traits.text)


class Batch:
    """A run of a batch: opened, run and closed."""

    def __init__(
        self,
        client: Client,
        paths: Paths,
        operation: str | None,
        defaults: Mapping[str, Any],
        shard: Shard | None,
        max_calls: int | None,
        max_total_tokens: int | None,
    ) -> None:
        if not isinstance(client, Client):
            raise ConfigurationError(f"a batch requires a Client, not {type(client).__name__}")
        operation = operation or text_operation()
        if operation not in TRAITS:
            raise ConfigurationError(f"there is no operation {operation!r}; there are {', '.join(TRAITS)}")
        self._client, self._paths, self._shard = client, paths, shard
        self._method, self._traits = getattr(client, operation), TRAITS[operation]
        if max_total_tokens is not None and TOTAL not in self._traits.usage:
            raise ConfigurationError(f"max_total_tokens: responses of {operation} do not state {TOTAL}")
        self._max_calls, self._max_total_tokens = max_calls, max_total_tokens
        self._format = Format(self._method, defaults)
        self._manifest = Manifest(operation, hash_defaults(defaults), shard=None if shard is None else str(shard))
        self._pending: dict[int, Line] = {}
        self._done = Lines()
        self._output: Appender | None = None
        self._failures: Appender | None = None
        self._refusal: Exception | None = None
        self._rate: tuple[float | None] | None = None  # a changed rate
        self._results: Any = None  # a map, while it runs
        self.report = Report()

    def open(self, *, retry_failed: bool) -> None:
        """Validate the input, and find out what is missing."""
        paths, path = self._paths, self._paths.manifest
        found = None if path is None else Manifest.load(path)
        if paths.resumes:
            self._check(0 if found is None else found.lines, found)
        self._output = Appender(paths.output)
        if path is not None and found is None and not self._output.is_empty:
            raise ConfigurationError(f"{paths.output}: exists, and is not the output of a batch; use another")
        if path is not None and not paths.resumes and not self._output.is_empty:
            raise ConfigurationError(f"{paths.output}: exists, and standard input cannot be resumed; use another")
        self._output.repair()
        self._failures = Appender(paths.failures, sys.stderr.buffer)
        self._failures.repair()
        if path is not None:
            self._manifest.save(path)
        if paths.output is not None and paths.resumes:
            if retry_failed and paths.failures is not None:
                self._failures.clear()
            read_done(self.report, self._done, paths.output, paths.failures)
            if self._shard is not None and (whole := paths.whole).output is not None:
                failures = None if retry_failed else whole.failures
                read_done(self.report, self._done, whole.output, failures, self._shard.holds)

    def _check(self, known: int, found: Manifest | None) -> None:
        whole = Manifest.load(path) if self._shard is not None and (path := self._paths.whole.manifest) else None
        hashed, total = InputHash({known, 0 if whole is None else whole.lines}), 0
        for line in self._format.lines(hashed.passing(read_lines(self._paths.source)), self._paths.source):
            total += self._shard is None or self._shard.holds(line.number)
        self.report.total = total
        self._manifest.lines, self._manifest.input = hashed.count, hashed.value
        for one, output in ((found, self._paths.output), (whole, self._paths.whole.output)):
            if one is not None:
                assert output is not None
                shard = self._manifest.shard if one is found else None
                evolve(self._manifest, shard=shard).check(one, output, hashed.prefixes.get(one.lines))

    def run(self, on_progress: Callable[[Report], object] | None, **options: Any) -> None:
        """Make the missing calls, and write their results as they come."""
        self._results = results = self._client.map(self._method, self._requests(), **options)
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
            if line.number in self._done or (self._shard is not None and not self._shard.holds(line.number)):
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
        assert self._output is not None
        assert self._failures is not None
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
        for file in (self._output, self._failures):
            if file is not None:
                file.close()
