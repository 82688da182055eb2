"""How long the maintainer waits for `make generate` and `make drift`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.peers import PEERS, stock
from benchmarks.setting import Setting
from tools.project import ROOT

COULD_NOT = 2  # the exit code of both commands when they came to no result


def figures(setting: Setting) -> Iterator[Figure]:
    # `--check` builds just as well, and leaves the package alone.
    ours = [_seconds("tools.generate", "--check")[0] for _ in range(setting.runs)]
    theirs = [_stock() for _ in range(setting.runs)]
    yield Figure("make generate", "s", ours, PEERS["stock"].shown, theirs)
    drift = [_seconds("tools.drift") for _ in range(setting.runs)]
    refused = [message for _, message in drift if message]
    yield Figure("make drift", "s", [] if refused else [seconds for seconds, _ in drift], note=" ".join(refused[:1]))


def _seconds(*command: str) -> tuple[float, str]:
    """How long a command took, and why it came to nothing if it did."""
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    message = run.stderr.strip().splitlines()[-1:] if run.returncode >= COULD_NOT else []
    return time.perf_counter() - start, "".join(message)


def _stock() -> float:
    with tempfile.TemporaryDirectory() as directory:
        start = time.perf_counter()
        stock.generate(Path(directory))
        return time.perf_counter() - start
