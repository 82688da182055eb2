"""The demo, where it does not go as the README shows."""

import os
import subprocess
import sys

import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tools.project import ROOT


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DD_API_KEY": "wrong-key"}, "demo: PermissionDeniedError: 403 Forbidden"),
        ({"DD_LLM_INTEGRATION": "nothing"}, "demo: BadRequestError: 400 Bad Request"),
    ],
)
def test_what_goes_wrong_is_one_line(sandbox: Sandbox, variables: dict[str, str], said: str) -> None:
    keys = {"DD_API_KEY": API_KEY, "DD_APP_KEY": APP_KEY, "DD_LLM_BASE_URL": sandbox.url}
    command = [sys.executable, "-m", "tools.demo"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | keys | variables, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1
