"""`make vendor` and `make vendor-check`, as people type them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import run
from tools.project import ROOT, Project

pytestmark = [pytest.mark.generated, pytest.mark.slow]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # With the interpreter that runs the tests, and without a look at whether .venv is up to date.
    command = ["make", "--no-print-directory", "ENV=", f"RUN='{sys.executable}'", *arguments]
    # Some systems export NAME for themselves.
    environment = os.environ | {"NAME": "some-computer", "MAKEFLAGS": ""}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_vendor_and_check(tmp_path: Path) -> None:
    destination = tmp_path / 'it\'s "the" host; `échec`'
    done = make("vendor", f"DEST={destination}", "NAME=dd_llm")
    assert done.returncode == 0, done.stderr
    assert f"{destination}/dd_llm: datadog-llm-client {Project.load().version}," in done.stdout
    done = make("vendor-check", f"DEST={destination}", "NAME=dd_llm")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\nNo newer version exists here.\n")
    (destination / "dd_llm" / "client.py").write_text("", encoding="utf-8")
    done = make("vendor-check", f"DEST={destination}", "NAME=dd_llm")
    assert done.returncode != 0
    assert done.stderr.startswith("edited: client.py\n")


def test_force(tmp_path: Path) -> None:
    place = tmp_path / "datadog_llm_client"
    assert run("-m", "tools.vendoring", tmp_path).returncode == 0
    (place / "client.py").unlink()
    done = run("-m", "tools.vendoring", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("    missing: client.py\n")
    assert not (place / "client.py").exists()
    assert make("vendor", f"DEST={tmp_path}", "FORCE=1").returncode == 0
    assert (place / "client.py").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "vendor: DEST is missing"),
        (["--name", "in valid", "--", "-x"], "vendor: NAME must be an identifier"),
        (["--check", "/nowhere"], "/nowhere/datadog_llm_client/_vendored/manifest.json: No such file"),
    ],
)
def test_refusals_are_one_line(arguments: list[str], said: str) -> None:
    done = run("-m", "tools.vendoring", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1
