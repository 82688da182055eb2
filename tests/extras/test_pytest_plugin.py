"""The fixture is there in every project that installs the package, and costs those that do not use it nothing."""

import subprocess
import sys
from pathlib import Path

import datadog_llm_client
import pytest

pytestmark = pytest.mark.slow

NAME = datadog_llm_client.__name__
TESTS = f"""
import sys

def test_that_it_costs_nothing_before():
    assert not {{"{NAME}.client", "{NAME}.testing", "{NAME}._runtime.base"}} & set(sys.modules)

def test_it(fake_datadog):
    assert fake_datadog.client().list_accounts("openai")
    assert len(fake_datadog.calls) == 1
"""


def run(directory: Path, *arguments: str) -> str:
    (directory / "test_it.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *arguments]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.installed
def test_pytest_finds_the_fixture(tmp_path: Path) -> None:
    assert "2 passed" in run(tmp_path)


def test_a_project_names_it(tmp_path: Path) -> None:
    """As with a vendored copy, which no entry point stands for."""
    (tmp_path / "conftest.py").write_text(f'pytest_plugins = ["{NAME}.pytest_plugin"]\n', encoding="utf-8")
    assert "2 passed" in run(tmp_path, "-p", f"no:{NAME}")
