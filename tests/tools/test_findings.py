"""For make, a finding is not a failure, but an error is."""

import json
from pathlib import Path

import pytest

from tests.tools.support import make
from tools import project, weekly
from tools.project import ROOT

pytestmark = pytest.mark.generated


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """A contract without one of our sites."""
    text = (ROOT / project.CONTRACT).read_text(encoding="utf-8")
    changed = tmp_path / "upstream.yaml"
    changed.write_text(text.replace("          - uk1.datadoghq.com\n", ""), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != text
    return changed


@pytest.mark.slow
def test_drift(upstream: Path) -> None:
    done = make("drift", f"UPSTREAM={upstream}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "servers:uk1.datadoghq.com  site-removed" in done.stdout
    done = make("drift", f"UPSTREAM={upstream}", "JSON=1")
    assert (done.returncode, done.stderr) == (0, "")
    assert [finding["kind"] for finding in json.loads(done.stdout)["drift"]] == ["site-removed"]
    assert weekly.look("drift", str(upstream)) == [
        "breaking: * servers:uk1.datadoghq.com: uk1.datadoghq.com is gone",
        *weekly.drift({"drift": [], "stale_deviations": json.loads(done.stdout)["stale_deviations"]}),
    ]
    done = make("drift", f"UPSTREAM={upstream.with_name('none.yaml')}")
    assert done.returncode != 0
    assert done.stderr.startswith("drift: ")
