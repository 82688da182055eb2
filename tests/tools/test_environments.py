"""The suite passes in any directory and in any environment."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tools.project import ROOT

pytestmark = [pytest.mark.generated, pytest.mark.slow]

#: The part of the suite that starts processes, and reads files and the environment.
PART = (
    "tests/cassettes/test_list_models.py",
    "tests/package/test_layers.py",
    "tests/runtime/test_credentials.py",
    "tests/runtime/test_proxies.py",
    "tests/runtime/test_settings.py",
    "tests/sandbox/test_server.py",
    "tests/tools/upstream/test_source.py",
    "tests/tools/test_build.py::test_wheel_holds_the_package_and_nothing_else",
    "tests/tools/vendoring/test_copy.py",
    "tests/tools/vendoring/test_refusals.py::test_copy_that_would_hold_this_repository",
)
CLOSED = "http://127.0.0.1:9"  # the "discard" port, where nothing listens
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def settings_of_datadog() -> set[str]:
    """All variables that the project reads, and some that Datadog's own tools read."""
    names = {"DD_ENV", "DD_SERVICE", "DD_TRACE_ENABLED", "DD_VERSION"}
    for directory in ("extras", "runtime", "sandbox", "tests", "tools"):
        for path in (ROOT / directory).rglob("*.py"):
            names |= set(re.findall(r"\bDD_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
    return names - {"DD_TRACE_AGENT_URL"}  # ddtrace, if installed, does not start with it


ENVIRONMENTS: Mapping[str, Mapping[str, str]] = {
    "as it is": {},
    "settings of Datadog": dict.fromkeys(settings_of_datadog(), "not-what-a-test-expects"),
    # No home to write to, no locale, another time zone, closed proxies, and strict settings of Python and pip.
    "a hostile machine": {
        "HOME": "/dev/null/home",
        "LANG": "C",
        "LC_ALL": "C",
        "TZ": "Asia/Kolkata",
        "PYTHONWARNINGS": "error",
        "PIP_REQUIRE_VIRTUALENV": "1",
        **dict.fromkeys(PROXIES, CLOSED),
    },
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clone without tags, in directories whose names are not identifiers, with the packages of this environment."""
    root = tmp_path_factory.mktemp("home") / "my projects-1" / "the clone"
    passed_over = shutil.ignore_patterns(
        "__pycache__", ".*_cache", ".hypothesis", ".venv", ".git", "dist", ".building-*"
    )
    shutil.copytree(ROOT, root, ignore=passed_over)
    (root / ".venv").symlink_to(sys.prefix)
    for arguments in (["init", "--quiet", "--template="], ["add", "--all"]):
        subprocess.run(["git", *arguments], cwd=root, env=nobody(), check=True)
    code = "import datadog_llm_client; print(datadog_llm_client.__file__)"
    assert Path(python(root, {}, "-c", code).stdout.strip()).is_relative_to(root)
    yield root
    shutil.rmtree(root)


def nobody() -> dict[str, str]:
    """An environment without an identity in git, tokens or settings of pytest."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DD_", "GIT_", "PYTEST_"))}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def python(clone: Path, variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    # The packages are from this environment, and the client from the clone.
    environment = nobody() | {"PYTHONPATH": str(clone / "generated"), **variables}
    command = [str(clone / ".venv" / "bin" / "python"), *arguments]
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_part_of_the_suite(name: str, clone: Path) -> None:
    done = python(clone, ENVIRONMENTS[name], "-m", "pytest", "--quiet", "--no-header", "--numprocesses", "0", *PART)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    if name != "settings of Datadog":  # it would call Datadog
        done = python(clone, ENVIRONMENTS[name], "-m", "tools.demo")
        assert done.returncode == 0, done.stderr
        assert "What is the capital of France?" in done.stdout
