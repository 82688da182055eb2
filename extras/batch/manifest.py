"""What an output was made of, beside it: another input is refused, an input that has grown is taken."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, define

from .. import ConfigurationError

VERSION = 1


@define
class Manifest:
    """The operation, the hashes of defaults and input, and how many lines that hash is of."""

    operation: str
    defaults: str
    lines: int = 0
    input: str = ""
    shard: str | None = None
    version: int = VERSION

    @classmethod
    def load(cls, path: Path) -> Manifest | None:
        """Read it, or None where there is none."""
        try:
            found = json.loads(path.read_bytes())
            manifest = cls(**found)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise ConfigurationError(f"{path}: not the manifest of a batch ({error}); give another output") from None
        if manifest.version != VERSION:
            raise ConfigurationError(f"{path}: of version {manifest.version}, not {VERSION}; give another output")
        return manifest

    def save(self, path: Path) -> None:
        """Write it as a whole or not at all."""
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def check(self, found: Manifest, path: Path, prefix: str | None) -> None:
        """Whether this run continues what was `found` beside an output. `prefix` is the hash of as many lines of it."""
        for name, same in {
            "operation": self.operation == found.operation,
            "shard": self.shard == found.shard,
            "defaults": self.defaults == found.defaults,
            "input": prefix == found.input,
        }.items():
            if not same:
                raise ConfigurationError(f"{path}: was made with other {name}: give the same, or another output")


class InputHash:
    """Hashes lines as they pass, and keeps the hashes of the first so many."""

    def __init__(self, prefixes: Collection[int]) -> None:
        self.count = 0
        self._hash = hashlib.sha256()
        self._counts = frozenset(prefixes)
        self.prefixes = {0: self.value}

    def passing(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """The same lines."""
        for line in lines:
            self.count += 1
            self._hash.update(line + b"\n")
            if self.count in self._counts:
                self.prefixes[self.count] = self.value
            yield line

    @property
    def value(self) -> str:
        """The hash of all that passed."""
        return self._hash.hexdigest()


def hash_defaults(defaults: Mapping[str, Any]) -> str:
    """The same for the same defaults, in whatever order."""
    try:
        text = json.dumps(defaults, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"defaults have to be plain values, as JSON has them: {error}") from None
    return hashlib.sha256(text.encode()).hexdigest()
