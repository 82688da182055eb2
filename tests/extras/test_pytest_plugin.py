"""The fixture is there in every project that installs the package, and costs those that do not use it nothing."""

import subprocess
import sys
from pathlib import Path

import datadog_llm_client
import pytest

pytestmark = pytest.mark.slow

USES = """
def test_it(fake_datadog):
    assert fake_datadog.client().list_accounts("openai")
    assert len(fake_datadog.calls) == 1
"""
NOT_LOADED = """
import sys

def test_it():
    assert not {"NAME.client", "NAME.testing", "NAME._runtime.base"} & set(sys.modules)
"""
NAME = datadog_llm_client.__name__


def run(directory: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *arguments]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.installed
@pytest.mark.parametrize("code", [USES, NOT_LOADED])
def test_pytest_finds_the_fixture(tmp_path: Path, code: str) -> None:
    (tmp_path / "test_it.py").write_text(code.replace("NAME", NAME), encoding="utf-8")
    assert "1 passed" in run(tmp_path)


def test_a_project_names_it(tmp_path: Path) -> None:
    """As with a vendored copy, which no entry point stands for."""
    (tmp_path / "test_it.py").write_text(USES, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(f'pytest_plugins = ["{NAME}.pytest_plugin"]\n', encoding="utf-8")
    assert "1 passed" in run(tmp_path, "-p", f"no:{NAME}")
