# Copied from extras/batch/merging.py: edit that.
"""Merges the outputs of shards."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from .. import ConfigurationError
from .files import Appender, Paths, Shard, read_records
from .lines import ERROR
from .state import Lines, Manifest, Report, read_done

__all__ = ("merge",)


def merge(output: str | os.PathLike[str], failures: str | os.PathLike[str] | None = None) -> Report:
    """Merge the outputs of all shards into the one that they are named after, which can then be resumed as a whole.

    Lines keep the order of the shards, whose files are kept. Merging again adds what is new.

    Raises:
        ConfigurationError: a shard is missing, or they do not belong to one batch.
    """
    whole = Paths.of(os.devnull, output, failures, None)
    if whole.output is None or whole.manifest is None or whole.failures is None:
        raise ConfigurationError("output must be a file")
    shards = [Paths.of(os.devnull, output, failures, shard) for shard in find_shards(whole.output)]
    manifests = [_manifest(shard) for shard in shards]
    together = manifests[0]
    for manifest in manifests[1:]:
        shard, manifest.shard = manifest.shard, together.shard
        if manifest != together:
            raise ConfigurationError(
                f"shard {shard} belongs to another batch, or its input has a different length; run it again"
            )
    together.shard = None
    found = Manifest.load(whole.manifest)
    written, failed = Appender(whole.output), Appender(whole.failures)
    try:
        if found is None and not written.is_empty:
            raise ConfigurationError(f"{whole.output}: exists, and is not the output of a batch; use another")
        if found is not None:
            prefix = together.input if found.lines == together.lines else found.input
            together.check(found, whole.output, prefix if found.lines <= together.lines else None)
        written.repair()
        failed.repair()
        together.save(whole.manifest)
        report, done = Report(), Lines()
        read_done(report, done, whole.output, None)
        for part in shards:
            _copy_answers(part, report, done, written)
        _write_failures([*shards, whole], whole.failures, report, done)
    finally:
        written.close()
        failed.close()
    return report


def _copy_answers(shard: Paths, report: Report, done: Lines, written: Appender) -> None:
    assert shard.output is not None
    for record in read_records(shard.output):
        if done.add(record["line"]):
            written.append(json.dumps(record, ensure_ascii=False))
            report.answered += 1
            report.use(record.get("usage", {}))


def _write_failures(parts: Iterable[Paths], path: Path, report: Report, done: Lines) -> None:
    temporary = path.with_name(f"merging-{os.getpid()}.{path.name}")
    failed = Appender(temporary)
    try:
        failed.repair()
        for part in parts:
            assert part.failures is not None
            for record in read_records(part.failures):
                if done.add(record[ERROR]["line"]):
                    failed.append(json.dumps(record, ensure_ascii=False))
                    report.failed += 1
                    report.use(record[ERROR].get("usage", {}))
    finally:
        failed.close()
    os.replace(temporary, path)


def find_shards(output: Path, *, least: int = 1) -> list[Shard]:
    stem, dot, endings = output.name.partition(".")
    pattern = re.compile(rf"{re.escape(stem)}\.(\d+)-of-(\d+){re.escape(dot + endings)}")
    found = [
        Shard(int(match[1]), int(match[2]))
        for path in output.parent.iterdir()
        if (match := pattern.fullmatch(path.name))
    ]
    counts = {shard.count for shard in found}
    if not counts and not least:
        return []
    if len(counts) != 1:
        raise ConfigurationError(
            f"{output}: there are {'shards of different counts' if counts else 'no shards'} next to it"
        )
    shards = [Shard(number + 1, found[0].count) for number in range(found[0].count)]
    if least and (missing := set(shards) - set(found)):
        names = ", ".join(sorted(map(str, missing)))
        raise ConfigurationError(f"{output}: shards are missing: {names}")
    return shards


def _manifest(shard: Paths) -> Manifest:
    assert shard.manifest is not None
    manifest = Manifest.load(shard.manifest)
    if manifest is None:
        raise ConfigurationError(f"{shard.manifest}: is missing")
    return manifest
