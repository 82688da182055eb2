"""The examples of the README and of docs/ run as they stand, on the sandbox."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.agent import agent
from tests.support.examples import run_example
from tools.project import ROOT

README = ROOT / "README.md"
# What only `make test-all` installs.
INTEGRATIONS = re.compile(
    r"(?:import|from) (?:ddtrace|llm|opentelemetry|pytest_httpx|respx)|\bhttpx_mock\b|httpx_mock\("
)
#: Pages whose code is one program, which tests/extras/batch/test_documentation.py runs.
WHOLE = {"evaluations", "many-calls"}


def examples() -> Iterator[object]:
    """Those that import the package as a user of this repository does, and not a vendored copy; and tests."""
    for page in (README, *sorted((ROOT / "docs").rglob("*.md"))):
        if page.stem in WHOLE:
            continue
        codes = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for number, code in enumerate(codes):
            if "from datadog_llm_client" in code or "def test_" in code:
                marks = [pytest.mark.slow] if INTEGRATIONS.search(code) else []
                if "fake_datadog" in code:  # the fixture of an installed package
                    marks.append(pytest.mark.installed)
                yield pytest.param(code, id=f"{page.stem}-{number}", marks=marks)


EXAMPLES = [*examples()]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_what_guards_main_begins_with_the_commands_of_the_readme() -> None:
    promise = re.search(r"Two commands do everything.*?\.\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert promise is not None
    commands = [line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "make " in line]
    assert commands[:2] == re.findall(r"`(make \w+)`", promise[0])


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs(
    code: str,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    if "def test_" in code:
        (tmp_path / "test_it.py").write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "--record-mode=once"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, run.stdout
        return
    if INTEGRATIONS.search(code):  # tracers change the process that they are in
        with agent() as running:
            printed = run_example(code, sandbox.url, DD_TRACE_AGENT_URL=running.url, DD_APM_TRACING_ENABLED="false")
        assert printed.strip()
        return
    for name, value in (("DD_API_KEY", API_KEY), ("DD_APP_KEY", APP_KEY), ("DD_LLM_BASE_URL", sandbox.url)):
        monkeypatch.setenv(name, value)
    exec(compile(code, "README.md", "exec", dont_inherit=True), {"__name__": "__main__"})
    assert capsys.readouterr().out.strip()
