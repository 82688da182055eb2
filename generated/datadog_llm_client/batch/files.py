# Copied from extras/batch/files.py: edit that.
"""The files of a batch: where they are, and how lines are read from them and appended to them."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from .. import ConfigurationError

__all__ = ("Shard",)

STREAM = "-"
_CHUNK = 1 << 20


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
    source: str
    output: Path | None
    failures: Path | None
    _whole: Paths | None = None

    @classmethod
    def of(cls, source: Any, output: Any, failures: Any, shard: Shard | None) -> Paths:
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
        return self._whole or self

    @property
    def manifest(self) -> Path | None:
        return self.output and self.output.with_name(f"{self.output.name}.manifest.json")

    @property
    def resumes(self) -> bool:
        return self.source != STREAM and self.output is not None


def read_lines(path: Path | str) -> Iterator[bytes]:
    try:
        if path == STREAM:
            yield from (line.rstrip(b"\r\n") for line in sys.stdin.buffer)
            return
        with gzip.open(path) if str(path).endswith(".gz") else open(path, "rb") as file:
            yield from (line.rstrip(b"\r\n") for line in file)
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigurationError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


class Appender:
    def __init__(self, path: Path | None, stream: BinaryIO | None = None) -> None:
        self._path = path
        self._gzip: gzip.GzipFile | None = None
        self._file: Any = stream or sys.stdout.buffer if path is None else self._open(path)

    def _open(self, path: Path) -> Any:
        try:
            file = open(path, "ab", buffering=0)
        except OSError as error:
            raise ConfigurationError(f"{path}: cannot be written: {error.strerror or error}") from error
        _lock(file, path)
        return file

    @property
    def is_empty(self) -> bool:
        return self._path is None or self._path.stat().st_size == 0

    def repair(self) -> None:
        if self._path is None:
            return
        if self._path.suffix != ".gz":
            os.truncate(self._path, _whole_lines(self._path))
            return
        if not self.is_empty and _repair_gzip(self._path):
            self._file.close()
            self._file = self._open(self._path)
        self._gzip = gzip.GzipFile(fileobj=self._file, mode="ab")

    def clear(self) -> None:
        assert self._path is not None
        self.close()
        os.truncate(self._path, 0)
        self._file = self._open(self._path)
        self._gzip = None
        self.repair()

    def append(self, line: str) -> None:
        content = line.encode(errors="backslashreplace") + b"\n"
        if self._gzip is not None:
            self._gzip.write(content)
            self._gzip.flush(zlib.Z_SYNC_FLUSH)
            return
        view = memoryview(content)
        while view:
            view = view[self._file.write(view) :]
        self._file.flush()

    def close(self) -> None:
        if self._gzip is not None:
            self._gzip.close()
        if self._path is not None:
            self._file.close()


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for number, line in enumerate(_whole(path), 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise ConfigurationError(f"{path}:{number}: not a line of a batch; use another output, or fix it")
        yield record


def _whole(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as file:
        try:
            yield from (line for line in file if line.endswith(b"\n"))
        except (EOFError, zlib.error):
            return


def _whole_lines(path: Path) -> int:
    with open(path, "rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - _CHUNK)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
            end = start
    return 0


def _repair_gzip(path: Path) -> bool:
    try:
        with gzip.open(path) as file:
            last = b"\n"
            while chunk := file.read(_CHUNK):
                last = chunk[-1:]
        if last == b"\n":
            return False
    except (EOFError, zlib.error):
        pass
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with gzip.open(temporary, "wb") as file:
        file.writelines(_whole(path))
    os.replace(temporary, path)
    return True


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ConfigurationError(f"{path}: another run is writing to it") from None
    except OSError:
        return
