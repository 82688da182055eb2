"""Runs what users write, on the sandbox, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import datadog_llm_client

from sandbox import API_KEY, APP_KEY

#: Examples take the site from the environment; here it is the sandbox.
_START = """
import functools, sys
from datadog_llm_client import AsyncClient, Client
for kind in (Client, AsyncClient):
    kind.__init__ = functools.partialmethod(kind.__init__, base_url=sys.argv[1])
exec(compile(sys.stdin.read(), "example.py", "exec"))
"""


def run_example(code: str, url: str, **environment: str) -> str:
    """What it prints."""
    path = str(Path(datadog_llm_client.__file__).parent.parent)
    variables = {"PYTHONPATH": path, "DD_API_KEY": API_KEY, "DD_APP_KEY": APP_KEY, **environment}
    command = [sys.executable, "-c", _START, url]
    run = subprocess.run(command, input=code, env=os.environ | variables, capture_output=True, text=True, timeout=90)
    assert run.returncode == 0, run.stderr
    return run.stdout
