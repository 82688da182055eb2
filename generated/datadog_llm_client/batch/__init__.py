# Copied by "make generate" from extras/batch/__init__.py. Edit that, never this file.
"""Runs an operation for every line of a file, and resumes where it was interrupted.

A line of the input is a JSON object: the keywords of one call, with `defaults` for the rest. For each there is a line
of output, as soon as it is answered:

    {"line": 1, "result": {...}, "usage": {"total_tokens": 24}}

with the `id` of the input line, where it has one. A call that failed is a line of the file of failures, which is the
line of input and an `_error`: so it is itself an input. Names that end in `.gz` are compressed, `-` is a standard
stream.

    with Client() as client:
        report = batch.run(client, "prompts.jsonl", "answers.jsonl", defaults={"model_id": "gpt-4o"})

The same call does only what is missing. What was under way when a run was killed is paid twice, at most `concurrency`
calls of it.
"""

from .cluster import run_on
from .merging import merge
from .paths import Shard
from .report import Report
from .running import run

__all__ = ("Report", "Shard", "merge", "run", "run_on")
