"""The time that `make generate` and `make drift` take."""

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

COULD_NOT = 2  # the exit code of both commands if they fail


def figures(setting: Setting) -> Iterator[Figure]:
    # `--check` does the same work, and leaves the package alone.
    ours = [_seconds("tools.generate", "--check")[0] for _ in range(setting.runs)]
    theirs = [_stock() for _ in range(setting.runs)]
    yield Figure("make generate", "s", ours, PEERS["stock"].shown, theirs)
    drift = [_seconds("tools.drift") for _ in range(setting.runs)]
    refused = [message for _, message in drift if message]
    yield Figure("make drift", "s", [] if refused else [seconds for seconds, _ in drift], note=" ".join(refused[:1]))


def _seconds(*command: str) -> tuple[float, str]:
    """The seconds that a command took, and its error message if it failed."""
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    message = run.stderr.strip().splitlines()[-1:] if run.returncode >= COULD_NOT else []
    return time.perf_counter() - start, "".join(message)


def _stock() -> float:
    with tempfile.TemporaryDirectory() as directory:
        start = time.perf_counter()
        stock.generate(Path(directory))
        return time.perf_counter() - start
