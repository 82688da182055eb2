"""What README and docs/ show runs as it stands, on the sandbox."""

import csv
import re
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from datadog_llm_client import batch

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.agent import agent
from tests.support.examples import run_example
from tools.project import ROOT

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
#: What only `make test-all` installs, or what starts processes.
HEAVY = re.compile(r"\b(?:ddtrace|distributed|llm|opentelemetry|pandas|pd|pytest_httpx|httpx_mock|respx)\b(?!:|-)")
#: Tracers change the process that they are in.
TRACERS = re.compile(r"import (?:ddtrace|llm|opentelemetry)|from (?:ddtrace|opentelemetry)")
PROMPTS = {"q0": "Name a river.", "q1": "Name a mountain.", "q2": "Name a lake."}


def snippets(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def codes(page: Path) -> list[str]:
    """The Python of a page, but for that of a host with a vendored copy, which tests/tools/vendoring has."""
    return [code for code in snippets(page, "python") if "acme._vendor" not in code]


def pages() -> list[Any]:
    """Pages with code; those with code that is heavy a second time, for that."""
    found = []
    for page in PAGES:
        name, code = page.relative_to(ROOT).as_posix(), codes(page)
        marks = [pytest.mark.installed] if re.search("fake_datadog|batch", "".join(code)) else []
        if not all(HEAVY.search(each) for each in code):
            found.append(pytest.param(page, False, id=name, marks=marks))
        if any(HEAVY.search(each) for each in code):
            found.append(pytest.param(page, True, id=f"{name}-heavy", marks=[*marks, pytest.mark.slow]))
    return found


class Reader:
    """Someone who runs the code of a page from its beginning to its end."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self._sandbox, self._folder = sandbox, folder
        self._names: dict[str, Any] = {}
        self._tests: list[str] = []

    def run(self, code: str) -> str:
        """Run a snippet, which goes on with the one before unless it imports the package anew. What else it printed."""
        if "def test_" in code:
            self._tests.append(code)
            return ""
        if TRACERS.search(code):
            with agent() as running:
                variables = {"DD_TRACE_AGENT_URL": running.url, "DD_APM_TRACING_ENABLED": "false"}
                return run_example(code, self._sandbox.url, **variables)
        if "from datadog_llm_client import" in code:
            self._names = {"__name__": "__main__"}
        exec(compile(code, "snippet.py", "exec", dont_inherit=True), self._names)
        return ""

    def run_tests(self) -> None:
        """Run the tests that there were, by pytest."""
        if not self._tests:
            return
        folder = self._folder / "tests"
        folder.mkdir()
        for number, code in enumerate(self._tests):
            (folder / f"test_{number}.py").write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "--record-mode=once"]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, run.stdout


@pytest.fixture
def reader(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader with keys and prompts."""
    for name, value in (("DD_API_KEY", API_KEY), ("DD_APP_KEY", APP_KEY), ("DD_LLM_BASE_URL", sandbox.url)):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    with open("prompts.csv", "w", newline="", encoding="utf-8") as table:
        csv.writer(table).writerows([("id", "prompt"), *PROMPTS.items()])
    return Reader(sandbox, tmp_path)


@pytest.fixture
def cluster(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What pages with heavy code find: a table, and a cluster at any address."""
    import distributed
    import pandas

    pandas.DataFrame({"id": PROMPTS.keys(), "prompt": PROMPTS.values()}).to_parquet("prompts.parquet")
    settings = {"api_key": API_KEY, "app_key": APP_KEY, "base_url": sandbox.url}
    monkeypatch.setattr(batch, "run_on", partial(batch.run_on, settings=settings))
    begin: Any = distributed.LocalCluster
    real: Any = distributed.client.Client
    with begin(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        monkeypatch.setattr(distributed, "Client", lambda address: real(cluster))
        yield cluster


@pytest.mark.filterwarnings("default:::distributed")
@pytest.mark.parametrize(("page", "is_heavy"), pages())
def test_the_code_of_a_page_runs(
    page: Path, is_heavy: bool, reader: Reader, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    code = codes(page)
    if any("distributed" in each for each in code) and is_heavy:
        request.getfixturevalue("cluster")
    printed = "".join(reader.run(each) for each in code if is_heavy or not HEAVY.search(each))
    reader.run_tests()
    assert (printed + capsys.readouterr().out).strip() or not any("print(" in each for each in code)
    assert "".join(file.read_text() for file in Path().glob("*.failures.jsonl")) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_are_there(page: Path) -> None:
    """Those of `datadog-llm` are run by tests/extras/command_line, those of pip and uv by tests/tools/publish."""
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^\$ |`)make ([\w-]+)", text, re.MULTILINE)) <= targets
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {extra for found in re.findall(r"datadog-llm-client\[([\w,]+)\]", text) for extra in found.split(",")}
    assert extras <= set(project["optional-dependencies"])


def test_what_guards_main_begins_with_the_commands_of_the_readme() -> None:
    promise = re.search(r"Two commands do everything.*?\.\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert promise is not None
    commands = [line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "make " in line]
    assert commands[:2] == re.findall(r"`(make \w+)`", promise[0])
