# Copied by "make generate" from extras/batch/manifest.py. Edit that, never this file.
"""Records next to an output what it was made from. Another input is rejected; one that has grown is accepted."""

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
    """The operation, the hashes of defaults and input, and the number of lines hashed."""

    operation: str
    defaults: str
    lines: int = 0
    input: str = ""
    shard: str | None = None
    version: int = VERSION

    @classmethod
    def load(cls, path: Path) -> Manifest | None:
        """Read a manifest, or return None if there is none."""
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
        """Write it atomically."""
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def check(self, found: Manifest, path: Path, prefix: str | None) -> None:
        """Whether this run continues the one whose manifest was `found`. `prefix` is the hash of as many lines."""
        for name, same in {
            "operation": self.operation == found.operation,
            "shard": self.shard == found.shard,
            "defaults": self.defaults == found.defaults,
            "input": prefix == found.input,
        }.items():
            if not same:
                raise ConfigurationError(f"{path}: was made with other {name}: use the same, or another output")


class InputHash:
    """Hashes lines as they pass through, recording the hashes of given prefixes."""

    def __init__(self, prefixes: Collection[int]) -> None:
        self.count = 0
        self._hash = hashlib.sha256()
        self._counts = frozenset(prefixes)
        self.prefixes = {0: self.value}

    def passing(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Pass lines through."""
        for line in lines:
            self.count += 1
            self._hash.update(line + b"\n")
            if self.count in self._counts:
                self.prefixes[self.count] = self.value
            yield line

    @property
    def value(self) -> str:
        """The hash of all lines so far."""
        return self._hash.hexdigest()


def hash_defaults(defaults: Mapping[str, Any]) -> str:
    """Return a hash that is the same for equal defaults, in any order."""
    try:
        text = json.dumps(defaults, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"defaults must be JSON-serializable: {error}") from None
    return hashlib.sha256(text.encode()).hexdigest()
