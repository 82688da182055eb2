"""Ask a model every question of a CSV file, and put its answers beside them.

    python examples/evaluate_csv.py questions.csv answers.csv

Interrupt it as you like: the same command goes on where it stopped.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from datadog_llm_client import Client, batch

INTEGRATION, MODEL = "openai", "gpt-4o"


def main(source: Path, output: Path) -> None:
    prompts, answers = output.with_suffix(".prompts.jsonl"), output.with_suffix(".answers.jsonl")
    with source.open(newline="", encoding="utf-8") as table, prompts.open("w", encoding="utf-8") as lines:
        for row in csv.DictReader(table):
            line = {"id": row["id"], "messages": [{"role": "user", "content": row["question"]}]}
            lines.write(json.dumps(line) + "\n")

    with Client() as client:
        account = client.list_accounts(INTEGRATION)[0]
        defaults = {"integration": INTEGRATION, "account_id": account.id, "model_id": MODEL}
        report = batch.run(client, prompts, answers, defaults=defaults, concurrency=20, max_total_tokens=1_000_000)
    print(f"{report.answered} answered, {report.failed} failed, {report.usage['total_tokens']} tokens")

    found = {}
    with answers.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            found[line["id"]] = line["result"]["response"]["content"]
    with source.open(newline="", encoding="utf-8") as table, output.open("w", newline="", encoding="utf-8") as written:
        rows = csv.DictReader(table)
        writer = csv.DictWriter(written, [*(rows.fieldnames or ()), "answer"])
        writer.writeheader()
        writer.writerows({**row, "answer": found.get(row["id"], "")} for row in rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
