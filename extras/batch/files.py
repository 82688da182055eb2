"""The files of a batch: where they are, and how lines are read from them and appended to them."""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from .. import ConfigurationError

__all__ = ("Shard",)

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
        with suppress(TypeError, ValueError):  # from what is no pair of numbers
            number, count = shard
            if 1 <= number <= count:
                return cls(number, count)
        raise ConfigurationError("shard must have a form such as '3/8', from 1 to the number of shards")

    def holds(self, line: int) -> bool:
        """Whether a line, counted from 1, belongs to the shard."""
        return (line - self.number) % self.count == 0

    def path(self, path: Path) -> Path:
        """Return the path of a file of the shard, next to that of the whole, such as `answers.3-of-8.jsonl`."""
        return _named(path, f"{self.number}-of-{self.count}")

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def shards_of(count: int) -> list[Shard]:
    """Return all parts of a batch."""
    return [Shard(number, count) for number in range(1, count + 1)]


@frozen
class Paths:
    """The files of a run. An output that is a standard stream has no manifest."""

    source: str
    output: Path | None
    failures: Path | None
    shard: Shard | None = None
    _whole: Paths | None = None

    @classmethod
    def of(cls, source: Any, output: Any, failures: Any, shard: Any = None) -> Paths:
        """Return the paths of a run, with defaults for the failures and for a shard."""
        source, output, shard = checked_path("input", source), checked_path("output", output), Shard.read(shard)
        out = None if output == STREAM else Path(output)
        failed = out and _named(out, "failures") if failures is None else Path(checked_path("failures", failures))
        if shard is not None and source == STREAM:
            raise ConfigurationError("a shard requires a file, as standard input can only be read once")
        whole = cls(source, out, failed)
        if shard is not None:
            out, failed = out and shard.path(out), failed and shard.path(failed)
        named = [path.resolve() for path in (out, failed, None if source == STREAM else Path(source)) if path]
        if len(set(named)) < len(named):
            raise ConfigurationError("input, output and failures must be different files")
        return whole if shard is None else cls(source, out, failed, shard, whole)

    @property
    def outputs(self) -> tuple[Paths, ...]:
        """These, and those of the whole that they are a shard of: what either of them has is done."""
        return (self,) if self._whole is None else (self, self._whole)

    @property
    def manifest(self) -> Path | None:
        """The manifest of the output, next to it."""
        return self.output and self.output.with_name(f"{self.output.name}.manifest.json")

    @property
    def resumes(self) -> bool:
        """Whether the run can be resumed, which it cannot with standard streams."""
        return self.source != STREAM and self.output is not None

    def holds(self, line: int) -> bool:
        """Whether a line, counted from 1, belongs to the run."""
        return self.shard is None or self.shard.holds(line)


def checked_path(name: str, path: object) -> str:
    """Return a path as text. Raises `ConfigurationError`, with its name, if it is none."""
    found = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(found, str) or not found or "\0" in found:
        raise ConfigurationError(f"{name} must be the path of a file, not {path!r}")
    return found


def _named(path: Path, part: str) -> Path:
    stem, dot, endings = path.name.partition(".")
    return path.with_name(f"{stem}.{part}{dot}{endings}")


def read_lines(path: Path | str) -> Iterator[bytes]:
    """Yield the lines of a file or of standard input, without line ends."""
    with _opened(path) as file:
        yield from (line.rstrip(b"\r\n") for line in file)


def whole_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, if it exists, without a partial one left by a killed process."""
    if not path.exists():
        return
    with _opened(path) as file, suppress(EOFError, zlib.error):  # truncated gzip
        yield from (line for line in file if line.endswith(b"\n"))


@contextmanager
def _opened(path: Path | str) -> Iterator[Any]:
    opener: Any = gzip.open if _is_gzip(path) else open
    with naming(path, "read"), nullcontext(sys.stdin.buffer) if path == STREAM else opener(path, "rb") as file:
        yield file


@contextmanager
def naming(path: Path | str | None, action: str) -> Iterator[None]:
    """Name a file that cannot be read or written in a `ConfigurationError`, unless it is a standard stream."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        if path is None:
            raise
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"{path}: cannot be {action}: {reason}") from error


def _is_gzip(path: Path | str) -> bool:
    return str(path).endswith(".gz")


class Appender:
    """Appends lines to a file that no other run writes to, or to a standard stream."""

    def __init__(self, path: Path | None, stream: BinaryIO | None = None) -> None:
        self._path = path
        self._gzip: gzip.GzipFile | None = None
        self._file: Any = stream or sys.stdout.buffer if path is None else self._open(path)

    def _open(self, path: Path) -> Any:
        with naming(path, "written"):
            file = open(path, "ab")  # noqa: SIM115
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise ConfigurationError(f"{path}: another run is writing to it") from None
        except (ImportError, OSError):  # a system or a file system without locks
            pass
        return file

    def must_be_empty(self, reason: str) -> None:
        """Raise `ConfigurationError` if anything has been written to the file."""
        if self._path is not None and self._path.stat().st_size:
            raise ConfigurationError(f"{self._path}: exists, and {reason}; use another")

    def repair(self) -> None:
        """Remove a partial last line, left by a process that was killed while writing."""
        if self._path is None:
            return
        if not _is_gzip(self._path):
            self._truncate(self._path, sum(map(len, whole_lines(self._path))))
            return
        if self._path.stat().st_size and _repair_gzip(self._path):
            self._file.close()
            self._file = self._open(self._path)
        self._gzip = gzip.GzipFile(fileobj=self._file, mode="ab")

    def clear(self) -> None:
        """Begin anew, before it is repaired."""
        assert self._path is not None
        self._truncate(self._path, 0)

    def _truncate(self, path: Path, size: int) -> None:
        with naming(path, "written"):
            os.truncate(path, size)

    def append(self, line: str) -> None:
        """Write a line. Once this returns, it survives the end of the process."""
        file = self._gzip or self._file
        with naming(self._path, "written"):
            file.write(line.encode(errors="backslashreplace") + b"\n")
            file.flush()

    def close(self) -> None:
        """Close the file; a standard stream stays open."""
        with naming(self._path, "written"):
            if self._gzip is not None:
                self._gzip.close()
            if self._path is not None:
                self._file.close()


def _repair_gzip(path: Path) -> bool:
    """Rewrite the readable part of a compressed file that a killed process left truncated."""
    with _opened(path) as file, suppress(EOFError, zlib.error):
        if all(line.endswith(b"\n") for line in file):
            return False
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with naming(path, "written"):
        with gzip.open(temporary, "wb") as file:
            file.writelines(whole_lines(path))
        os.replace(temporary, path)
    return True
