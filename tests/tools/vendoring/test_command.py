"""`make vendor` and `make vendor-check`, as people type them."""

import os
from pathlib import Path

import pytest

from tests.tools.support import make
from tests.tools.vendoring.helpers import run
from tools.project import Project

pytestmark = [pytest.mark.generated, pytest.mark.slow]


def test_vendor_and_check(tmp_path: Path) -> None:
    destination = tmp_path / 'it\'s "the" host; `échec`'
    place = destination / "dd_llm"
    where = (f"DEST={destination}", "NAME=dd_llm")
    environment = os.environ | {"NAME": "some-computer", "MAKEFLAGS": ""}  # some systems export NAME for themselves
    done = make("vendor", *where, env=environment)
    assert done.returncode == 0, done.stderr
    assert f"{place}: datadog-llm-client {Project.load().version}," in done.stdout
    done = make("vendor-check", *where, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\nNo newer version is available here.\n")

    (place / "client.py").write_text("", encoding="utf-8")
    done = make("vendor-check", *where, env=environment)
    assert done.returncode != 0
    assert done.stderr.startswith("edited: client.py\n")
    done = run("-m", "tools.vendoring", destination, "--name", "dd_llm")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("    edited: client.py\n")
    assert (place / "client.py").read_text(encoding="utf-8") == ""
    assert make("vendor", *where, "FORCE=1", env=environment).returncode == 0
    assert (place / "client.py").read_text(encoding="utf-8") != ""


def test_refusals_are_one_line() -> None:
    for arguments, said in (
        (["--name", "in valid", "--", "-x"], "vendor: NAME must be an identifier"),
        (["--check", "/nowhere"], "/nowhere/datadog_llm_client/_vendored/manifest.json: No such file"),
    ):
        done = run("-m", "tools.vendoring", *arguments)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert done.stderr.startswith(said)
