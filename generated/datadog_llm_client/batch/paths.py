# Copied by "make generate" from extras/batch/paths.py. Edit that, never this file.
"""The files of a batch."""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from .. import ConfigurationError

STREAM = "-"


@frozen
class Shard:
    """A part of a batch. The third of eight, for example, is every eighth line, starting with the third.

    Attributes:
        number: number of the part, from 1.
        count: number of parts.
    """

    number: int
    count: int

    @classmethod
    def read(cls, shard: Shard | tuple[int, int] | str | None) -> Shard | None:
        """Create a shard from "3/8" or (3, 8), or return None for the whole."""
        if shard is None or isinstance(shard, Shard):
            return shard
        if isinstance(shard, str):
            match = re.fullmatch(r"(\d+)/(\d+)", shard)
            shard = (int(match[1]), int(match[2])) if match else (0, 0)
        number, count = shard
        if not 1 <= number <= count:
            raise ConfigurationError("shard must have a form such as '3/8', from 1 to the number of shards")
        return cls(number, count)

    def holds(self, line: int) -> bool:
        """Whether a line, counted from 1, belongs to the shard."""
        return (line - self.number) % self.count == 0

    def path(self, path: Path) -> Path:
        """Return the path of a file of the shard, next to that of the whole, such as `answers.3-of-8.jsonl`."""
        stem, dot, endings = path.name.partition(".")
        return path.with_name(f"{stem}.{self.number}-of-{self.count}{dot}{endings}")

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


@frozen
class Paths:
    """The files of a run. An output that is a standard stream has no manifest."""

    source: str
    output: Path | None
    failures: Path | None
    _whole: Paths | None = None

    @classmethod
    def of(cls, source: Any, output: Any, failures: Any, shard: Shard | None) -> Paths:
        """Return the paths of a run, with defaults for the failures and for a shard."""
        source = os.fspath(source)
        out = None if os.fspath(output) == STREAM else Path(output)
        failed = None if failures is None else Path(failures)
        if failed is None and out is not None:
            stem, dot, endings = out.name.partition(".")
            failed = out.with_name(f"{stem}.failures{dot}{endings}")
        if shard is not None and source == STREAM:
            raise ConfigurationError("a shard requires a file, as standard input can only be read once")
        whole = cls(source, out, failed)
        if shard is not None:
            out, failed = out and shard.path(out), failed and shard.path(failed)
        named = [path.resolve() for path in (out, failed, None if source == STREAM else Path(source)) if path]
        if len(set(named)) < len(named):
            raise ConfigurationError("input, output and failures must be different files")
        return cls(source, out, failed, None if shard is None else whole)

    @property
    def whole(self) -> Paths:
        """The files that those of all shards are merged into."""
        return self._whole or self

    @property
    def manifest(self) -> Path | None:
        """The manifest of the output, next to it."""
        return self.output and self.output.with_name(f"{self.output.name}.manifest.json")

    @property
    def resumes(self) -> bool:
        """Whether the run can be resumed, which it cannot with standard streams."""
        return self.source != STREAM and self.output is not None


def read_lines(path: Path | str) -> Iterator[bytes]:
    """Yield the lines of a file or of standard input, without line ends."""
    try:
        if path == STREAM:
            yield from (line.rstrip(b"\r\n") for line in sys.stdin.buffer)
            return
        with gzip.open(path) if str(path).endswith(".gz") else open(path, "rb") as file:
            yield from (line.rstrip(b"\r\n") for line in file)
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigurationError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
