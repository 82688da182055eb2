"""What stands in the cassettes: where they come from, and nothing that should not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import sandbox
from tests.cassettes import recording
from tests.cassettes.recording import BASE_URL, KEPT_REQUEST_HEADERS, KEPT_RESPONSE_HEADERS

ROOT = Path(__file__).parents[2]
CASSETTES = sorted(recording.CASSETTES.rglob("*.yaml"))
SECRETS = [value for name, value in vars(sandbox).items() if name.endswith(("_KEY", "_TOKEN"))]


def test_there_are_cassettes_of_both_clients() -> None:
    assert {path.stem.split(".")[1].split("-")[0] for path in CASSETTES} == {"sync", "async"}


@pytest.mark.slow
@pytest.mark.parametrize("live", ["", "1"])
def test_a_dry_run_tells_what_would_be_recorded(live: str) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LIVE": live, "DRY_RUN": "1"}
    command = [sys.executable, "-m", "tools.record"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    assert ("Source: https://api.datadoghq.com" if live else "Source: the sandbox") in told.stdout
    assert ("DD_API_KEY, DD_APP_KEY" in told.stderr) == bool(live)
    assert "x-ratelimit-limit" in told.stdout
    assert ("test_rate_limited" in told.stdout) != bool(live)
    assert (told.stdout.count("::test_") < len(CASSETTES)) == bool(live)
    undone = subprocess.run(command, cwd=ROOT, env=environment | {"DRY_RUN": ""}, capture_output=True) if live else None
    assert undone is None or undone.returncode == 2


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project that records the cassettes of one module, and has one of a test that is gone."""
    root = tmp_path / "project"
    for name in ("openapi", "sandbox", "tests", "tools"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    cassettes = root / recording.CASSETTES.relative_to(ROOT)
    for path in cassettes.parent.glob("test_*.py"):
        if path.name != "test_list_models.py":
            path.unlink()
    (cassettes / "test_list_models" / "test_gone.sync.yaml").touch()
    return cassettes


def record(copy: Path) -> subprocess.CompletedProcess[str]:
    root = copy.parents[2]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tools.record"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120)


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*.yaml")}


@pytest.mark.slow
@pytest.mark.parametrize("failure", ["raise ValueError", "import os; os.kill(os.getppid(), 9)"])  # `make record` itself
def test_a_run_that_fails_changes_no_cassette(copy: Path, failure: str) -> None:
    before = contents(copy)
    with (copy.parent / "test_list_models.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef test_that_fails() -> None:\n    {failure}\n")
    done = record(copy)
    assert done.returncode != 0, done.stdout
    assert contents(copy) == before


@pytest.mark.slow
def test_a_run_that_passes_puts_all_of_it_in_place(copy: Path) -> None:
    before = contents(copy)
    (copy / "test_list_models" / "test_models.sync.yaml").write_text("interactions: []", encoding="utf-8")
    done = record(copy)
    assert done.returncode == 0, done.stdout
    after = contents(copy)
    assert after.keys() == {name for name in before if name.startswith("test_list_models/")} - {
        "test_list_models/test_gone.sync.yaml"
    }
    assert all(after[name] == before[name] for name in after)
    assert [path.name for path in copy.parent.iterdir() if path.name.startswith(".recording")] == []


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_cassette_says_its_source_and_holds_no_secret(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[0] in (f"# Recorded from {name} by `make record`." for name in ("the sandbox", "Datadog"))
    assert len(SECRETS) >= 5
    for word in [*SECRETS, "cookie", "127.0.0.1", "localhost"]:
        assert word.lower() not in text.lower()
    for interaction in yaml.safe_load(text)["interactions"]:
        assert interaction["request"]["uri"].startswith(f"{BASE_URL}/")
        assert {name.lower() for name in interaction["request"]["headers"]} <= set(KEPT_REQUEST_HEADERS)
        kept = {name.lower(): value for name, value in interaction["response"]["headers"].items()}
        assert kept.pop("x-request-id", ["scrubbed"]) == ["scrubbed"]
        assert set(kept) <= set(KEPT_RESPONSE_HEADERS)
