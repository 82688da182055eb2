"""The demo, when something goes wrong."""

import os
import subprocess
import sys

from sandbox import APP_KEY, Sandbox
from tools.project import ROOT


def test_what_goes_wrong_is_one_line(sandbox: Sandbox) -> None:
    variables = {"DD_API_KEY": "wrong-key", "DD_APP_KEY": APP_KEY, "DD_LLM_BASE_URL": sandbox.url}
    command = [sys.executable, "-m", "tools.demo"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("demo: PermissionDeniedError: 403 Forbidden")
    assert len(done.stderr.splitlines()) == 1
