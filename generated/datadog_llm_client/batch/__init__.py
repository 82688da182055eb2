# Copied from extras/batch/__init__.py: edit that.
"""Runs an operation for every line of a file, and resumes after an interruption.

Each line of the input is a JSON object with the keyword arguments of a call; `defaults` provide the rest. A line is
added to the output as soon as its call completes:

    {"line": 1, "result": {...}, "usage": {"total_tokens": 24}}

with the `id` of the input line, if it has one. For a call that fails, the input line with an `_error` is added to the
file of failures, which can be used as input itself. Files whose names end in `.gz` are compressed; `-` is a standard
stream.

    with Client() as client:
        report = batch.run(client, "prompts.jsonl", "answers.jsonl", defaults={"model_id": "gpt-4o"})

Run it again to process only what is missing. If a run was killed, the calls in flight, at most `concurrency`, are paid
for twice.
"""

from .cluster import run_on
from .files import Shard
from .merging import merge
from .running import run
from .state import Report

__all__ = ("Report", "Shard", "merge", "run", "run_on")
