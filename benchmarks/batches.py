"""A batch over a long file whose process is killed: calls that are paid for twice, and growth of memory."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.example import KILOBYTE, SHORT, Examples
from benchmarks.figure import Figure, at_most
from benchmarks.isolated import Failed
from benchmarks.memory import memory
from benchmarks.responder import Seen, responder
from benchmarks.setting import Setting

LINES, QUICK_LINES = 100_000, 1_000
KILLS = 5
CONCURRENCY = 16
#: Share of the lines after which everything that is created once exists.
WARM = 0.1


def figures(setting: Setting) -> Iterator[Figure]:
    lines, moments = LINES if setting.thorough else QUICK_LINES, random.Random(15)
    body = json.dumps(Examples().answer_of(KILOBYTE)).encode()
    with tempfile.TemporaryDirectory() as directory, responder(body, 0.002) as url:
        source, output = Path(directory, "in.jsonl"), Path(directory, "out.jsonl")
        line = json.dumps({"integration": "openai", "account_id": "account-abc123", **SHORT})
        source.write_text(f"{line}\n" * lines, encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.batches", url, str(source), str(output)]
        for _ in range(KILLS):
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                for _ in range(moments.randrange(1, lines // (KILLS + 1))):
                    process.stdout.readline()
                process.kill()
        begun, before = time.perf_counter(), Seen.by(url).answered
        last = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.splitlines()[-1]
        rate = (Seen.by(url).answered - before) / (time.perf_counter() - begun)
        with output.open(encoding="utf-8") as file:
            if sorted(json.loads(each)["line"] for each in file) != list(range(1, lines + 1)):
                raise Failed("a line is missing from the output of a batch, or appears twice")
        twice = Seen.by(url).answered - lines
    what = f"a batch of {lines:,} lines, killed {KILLS} times"
    yield Figure(what, "/s", [rate])
    yield Figure(f"{what}, paid for twice", "calls", [twice], target=at_most(KILLS * CONCURRENCY))
    yield Figure(f"{what}, growth of memory", "MB", [float(last)], target=at_most(2))


def main(url: str, source: str, output: str) -> None:
    """Run the batch once. Prints a line for each result, then the memory growth in MB since it was warm."""
    from datadog_llm_client import Client, batch

    seen, before = 0, 0.0

    def see(report: batch.Report) -> None:
        nonlocal seen, before
        seen += 1
        if seen == int(WARM * ((report.total or 0) - report.resumed)):
            before = memory("VmRSS")
        print(flush=True)

    with Client("a", "b", base_url=url) as client:
        batch.run(client, source, output, concurrency=CONCURRENCY, on_progress=see)
    print(memory("VmRSS") - before)


if __name__ == "__main__":
    main(*sys.argv[1:])
