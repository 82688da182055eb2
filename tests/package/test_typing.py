"""Type checkers over user code, which stands in `typing/`. `make check` runs them over the package itself."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import datadog_llm_client
import pytest

PACKAGE = Path(datadog_llm_client.__file__).parent
SAMPLES = Path(__file__).parent / "typing"

#: What follows a mistake: what keeps mypy quiet over this repository, and a word that the message has to have.
MISTAKE = re.compile(r"  # type: ignore.*# names (.*)$", re.MULTILINE)
pytestmark = pytest.mark.installed


class Told(NamedTuple):
    """What a checker says of a line."""

    file: str
    line: int
    message: str


def run(*command: str, directory: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=directory, env=environment, capture_output=True, text=True
    )
    assert run.stdout, run.stderr
    return run.stdout


def mypy(files: list[str], directory: Path) -> Iterator[Told]:
    # Away from the settings of this repository: users have their own.
    output = run("mypy", "--strict", "--cache-dir", os.devnull, *files, directory=directory)
    for file, line, message in re.findall(r"^(.*?):(\d+): error: (.*)$", output, re.MULTILINE):
        yield Told(Path(file).name, int(line), message)


def pyright(files: list[str], directory: Path) -> Iterator[Told]:
    settings = {"include": files, "extraPaths": [str(PACKAGE.parent)], "typeCheckingMode": "strict"}
    (directory / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    output = run(
        "basedpyright", "--project", str(directory), "--pythonpath", sys.executable, "--outputjson", directory=directory
    )
    for each in json.loads(output)["generalDiagnostics"]:
        if each["severity"] == "error":
            yield Told(Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["message"])


@pytest.fixture(scope="module", params=[mypy, pyright])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """What a checker says of all files, in which mistakes are not excused."""
    folder = tmp_path_factory.mktemp("typing")
    files = []
    for path in sorted(SAMPLES.glob("*.py")):
        files.append(folder / path.name)
        files[-1].write_text(MISTAKE.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    return [*request.param([*map(str, files)], folder)]


def test_user_code_type_checks(told: list[Told]) -> None:
    assert [each for each in told if each.file.startswith("sample")] == []


def test_mistakes_are_reported(told: list[Told]) -> None:
    mistakes = {
        (path.name, number): found[1]
        for path in SAMPLES.glob("mistakes*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := MISTAKE.search(line))
    }
    messages: dict[tuple[str, int], str] = {}
    for each in told:
        messages[each.file, each.line] = messages.get((each.file, each.line), "") + each.message
    assert messages.keys() == mistakes.keys()
    for place, word in mistakes.items():
        assert word in messages[place], place
