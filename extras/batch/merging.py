"""Merges the shards of a batch into a whole."""

from __future__ import annotations

import os
import re
from contextlib import closing
from pathlib import Path

from attrs import evolve

from .. import ConfigurationError
from .files import Appender, Paths, Shard, shards_of
from .lines import dumped
from .state import Lines, Manifest, Report

__all__ = ("merge",)


def find_shards(output: Path) -> set[Shard]:
    """Find the shards next to an output."""
    stem, dot, endings = output.name.partition(".")
    pattern = re.compile(rf"{re.escape(stem)}\.(\d+)-of-(\d+){re.escape(dot + endings)}")
    names = [pattern.fullmatch(path.name) for path in output.parent.glob("*-of-*")]
    found = {Shard(int(name[1]), int(name[2])) for name in names if name}
    if len({shard.count for shard in found}) > 1:
        raise ConfigurationError(f"{output}: there are shards of different counts next to it")
    return found


def merge(output: str | os.PathLike[str], failures: str | os.PathLike[str] | None = None) -> Report:
    """Merge the outputs of all shards into the one that they are named after, which can then be resumed as a whole.

    Lines keep the order of the shards, whose files are kept. Merging again adds what is new.

    Raises:
        ConfigurationError: a shard is missing, or they do not belong to one batch.
    """
    whole = Paths.of(os.devnull, output, failures)
    if whole.output is None or whole.manifest is None or whole.failures is None:
        raise ConfigurationError("output must be a file")
    there = find_shards(whole.output)
    if not there:
        raise ConfigurationError(f"{whole.output}: there are no shards next to it")
    shards = shards_of(next(iter(there)).count)
    if missing := set(shards) - there:
        raise ConfigurationError(f"{whole.output}: shards are missing: {', '.join(sorted(map(str, missing)))}")
    parts = [Paths.of(os.devnull, output, failures, shard) for shard in shards]
    together = _together(parts)
    found = Manifest.load(whole.manifest)
    with closing(Appender(whole.output)) as written, closing(Appender(whole.failures)) as failed:
        if found is None:
            written.must_be_empty("is not the output of a batch")
        else:
            # Without the input, it is impossible to tell what was added to it.
            prefix = together.input if found.lines == together.lines else found.input
            together.check(found, whole, prefix if found.lines <= together.lines else None)
        written.repair()
        failed.repair()
        together.save(whole.manifest)
        report, done = Report(), Lines()
        for _ in done.add_from(whole.output, report):
            pass
        for part in parts:
            for record in done.add_from(part.output, report):
                written.append(dumped(record))
        # Failures are rewritten, without lines that have been answered since.
        temporary = whole.failures.with_name(f"merging-{os.getpid()}.{whole.failures.name}")
        with closing(Appender(temporary)) as rewritten:
            rewritten.repair()
            for part in (*parts, whole):
                for record in done.add_from(part.failures, report):
                    rewritten.append(dumped(record))
        os.replace(temporary, whole.failures)
    return report


def _together(parts: list[Paths]) -> Manifest:
    """Return the manifest of the whole, which differs from those of its shards in one thing."""
    manifests = []
    for part in parts:
        manifest = Manifest.load(part.manifest)
        if manifest is None:
            raise ConfigurationError(f"{part.manifest}: is missing")
        manifests.append(manifest)
        if evolve(manifest, shard=manifests[0].shard) != manifests[0]:
            raise ConfigurationError(
                f"shard {manifest.shard} belongs to another batch, or its input has a different length; run it again"
            )
    return evolve(manifests[0], shard=None)
