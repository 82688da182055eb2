# Copied from extras/batch/state.py: edit that.
"""The state of a batch: what is done, what it was made from, and what ends it."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Literal, TypeAlias

from attrs import asdict, define, field

from .. import ConfigurationError
from .files import Paths, naming, whole_lines
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

    def add_from(
        self, path: Path | None, report: Report, holds: Callable[[int], bool] = lambda line: True
    ) -> Iterator[Mapping[str, Any]]:
        for number, text in enumerate(whole_lines(path) if path is not None else (), 1):
            try:
                record = json.loads(text)
                about = record.get(ERROR, record)
                is_new = holds(line := int(about["line"])) and self.add(line)
                report.use(about.get("usage", {}) if is_new else {})
            except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError):
                message = f"{path}:{number}: not a line of a batch; use another output, or fix it"
                raise ConfigurationError(message) from None
            if is_new:
                report.answered += about is record
                report.failed += about is not record
                yield record


VERSION = 1


@define
class Manifest:
    operation: str
    defaults: str
    lines: int = field(default=0, converter=int)
    input: str = ""
    shard: str | None = None
    version: int = VERSION

    @classmethod
    def load(cls, path: Path | None) -> Manifest | None:
        if path is None:
            return None
        try:
            manifest = cls(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, RecursionError, ValueError, TypeError) as error:
            raise ConfigurationError(f"{path}: not the manifest of a batch ({error}); use another output") from None
        if manifest.version != VERSION:
            raise ConfigurationError(f"{path}: its version is {manifest.version}, not {VERSION}; use another output")
        return manifest

    def save(self, path: Path) -> None:
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with naming(path, "written"):
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(asdict(self), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)

    def check(self, found: Manifest, paths: Paths, prefix: str | None) -> None:
        for name, same in {
            "operation": self.operation == found.operation,
            "shard": found.shard == (paths.shard and str(paths.shard)),
            "defaults": self.defaults == found.defaults,
            "input": prefix == found.input,
        }.items():
            if not same:
                message = f"{paths.output}: was made with other {name}: use the same, or another output"
                raise ConfigurationError(message)


@contextmanager
def finish_on_signals(finish: Callable[[Stop], None]) -> Iterator[None]:
    with ExitStack() as before:

        def handle(number: int, frame: FrameType | None) -> None:
            before.close()
            finish("SIGINT" if number == signal.SIGINT else "SIGTERM")

        is_main = threading.current_thread() is threading.main_thread()
        for number in (signal.SIGINT, signal.SIGTERM) if is_main else ():
            handler = signal.getsignal(number)
            if handler is not None:
                before.callback(signal.signal, number, handler)
                signal.signal(number, handle)
        yield
