"""Run a batch on a Dask cluster, whose workers share the folder of its files.

    python examples/evaluate_on_dask.py tcp://scheduler:8786 prompts.jsonl answers.jsonl

The workers have the keys in their environment. The same command goes on where it stopped.
"""

from __future__ import annotations

import sys

from datadog_llm_client import batch
from distributed import Client as DaskClient

DEFAULTS = {"integration": "openai", "account_id": "account-abc123", "model_id": "gpt-4o"}


def main(scheduler: str, source: str, output: str) -> None:
    with DaskClient(scheduler) as dask_client:
        report = batch.run_on(dask_client, source, output, defaults=DEFAULTS, rate=50.0, on_progress=show)
    print(f"{report.answered} of {report.total} answered, {report.failed} failed")


def show(report: batch.Report) -> None:
    print(f"{report.answered} of {report.total}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
