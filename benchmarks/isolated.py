"""Runs a function in a fresh process on the client's core, so that measurements do not affect each other."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from benchmarks.cores import CLIENT, stay_on

T = TypeVar("T")

LIMIT = 120.0  # seconds


class Failed(Exception):
    """A measurement failed."""


def isolated(work: Callable[..., T], *arguments: object, limit: float = LIMIT) -> T:
    """Return the result of a module's function. Arguments and result are passed as JSON."""
    command = [sys.executable, "-m", "benchmarks.isolated", work.__module__, work.__name__]
    try:
        run = subprocess.run(command, input=json.dumps(arguments), capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Failed(f"{work.__name__} took more than {limit:g} s") from None
    if run.returncode != 0:
        raise Failed((run.stderr.strip().splitlines() or ["no message"])[-1])
    result: T = json.loads(run.stdout)
    return result


def main() -> None:
    """Run in the child process."""
    stay_on(CLIENT)
    work: Any = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    print(json.dumps(work(*json.load(sys.stdin))), flush=True)
    os._exit(0)  # closing thousands of connections takes some peers a long time, and is not measured


if __name__ == "__main__":
    main()
