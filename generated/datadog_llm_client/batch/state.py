# Copied from extras/batch/state.py: edit that.
"""The state of a batch: what is done, what it was made from, and what ends it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Literal, TypeAlias

from attrs import asdict, define, field

from .. import ConfigurationError
from .files import read_records
from .lines import ERROR

__all__ = ("Report",)

Stop: TypeAlias = Literal["max_calls", "max_total_tokens", "SIGINT", "SIGTERM"]


@define
class Report:
    """The progress of a batch, over all of its runs.

    Attributes:
        total: number of input lines to call for, or None for a stream.
        answered: number of lines in the output.
        failed: number of lines in the file of failures.
        usage: total usage, by name.
        resumed: number of lines that were done when this run started.
        stopped: why the run ended before the end of its input, or None.
    """

    total: int | None = None
    answered: int = 0
    failed: int = 0
    usage: dict[str, int] = field(factory=dict)
    resumed: int = 0
    stopped: Stop | None = None

    @property
    def missing(self) -> int | None:
        """Number of lines with neither an answer nor a failure, or None if unknown."""
        return None if self.total is None else self.total - self.answered - self.failed

    def use(self, used: Mapping[str, int]) -> None:
        """Add the usage of a response."""
        for name, value in used.items():
            self.usage[name] = self.usage.get(name, 0) + value


class Lines:
    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> bool:
        byte, bit = number >> 3, 1 << (number & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        is_new = not self._bits[byte] & bit
        self._bits[byte] |= bit
        return is_new

    def __contains__(self, number: int) -> bool:
        byte = number >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & 1 << (number & 7))


def read_done(
    report: Report,
    done: Lines,
    output: Path,
    failures: Path | None,
    holds: Callable[[int], bool] = lambda line: True,
) -> None:
    for record in read_records(output):
        line = int(record["line"])
        if holds(line) and done.add(line):
            report.answered += 1
            report.use(record.get("usage", {}))
    for record in read_records(failures) if failures is not None else ():
        error = record[ERROR]
        line = int(error["line"])
        if holds(line) and done.add(line):
            report.failed += 1
            report.use(error.get("usage", {}))
    report.resumed = report.answered + report.failed


VERSION = 1


@define
class Manifest:
    operation: str
    defaults: str
    lines: int = 0
    input: str = ""
    shard: str | None = None
    version: int = VERSION

    @classmethod
    def load(cls, path: Path) -> Manifest | None:
        try:
            found = json.loads(path.read_bytes())
            manifest = cls(**found)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise ConfigurationError(f"{path}: not the manifest of a batch ({error}); use another output") from None
        if manifest.version != VERSION:
            raise ConfigurationError(f"{path}: its version is {manifest.version}, not {VERSION}; use another output")
        return manifest

    def save(self, path: Path) -> None:
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def check(self, found: Manifest, path: Path, prefix: str | None) -> None:
        for name, same in {
            "operation": self.operation == found.operation,
            "shard": self.shard == found.shard,
            "defaults": self.defaults == found.defaults,
            "input": prefix == found.input,
        }.items():
            if not same:
                raise ConfigurationError(f"{path}: was made with other {name}: use the same, or another output")


class InputHash:
    def __init__(self, prefixes: Collection[int]) -> None:
        self.count = 0
        self._hash = hashlib.sha256()
        self._counts = frozenset(prefixes)
        self.prefixes = {0: self.value}

    def passing(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.count += 1
            self._hash.update(line + b"\n")
            if self.count in self._counts:
                self.prefixes[self.count] = self.value
            yield line

    @property
    def value(self) -> str:
        return self._hash.hexdigest()


def hash_defaults(defaults: Mapping[str, Any]) -> str:
    try:
        text = json.dumps(defaults, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"defaults must be JSON-serializable: {error}") from None
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def finish_on_signals(finish: Callable[[Stop], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:
        restore()
        finish("SIGINT" if number == signal.SIGINT else "SIGTERM")

    for number in (signal.SIGINT, signal.SIGTERM):
        handler = signal.getsignal(number)
        if handler is not None:
            before[number] = handler
            signal.signal(number, handle)
    try:
        yield
    finally:
        restore()
