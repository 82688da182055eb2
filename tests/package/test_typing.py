"""Type checkers over user code, which stands in `tests/typing/`. `make check` runs them over the package itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import datadog_llm_client
import pytest

PACKAGE = Path(datadog_llm_client.__file__).parent
SAMPLES = Path(__file__).parent / "typing"


def run(*command: str, directory: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=directory, env=environment, capture_output=True, text=True
    )


@pytest.mark.installed
def test_mypy(tmp_path: Path) -> None:
    files = [str(path) for path in sorted(SAMPLES.glob("*.py"))]
    # Away from the settings of this repository: users have their own.
    result = run("mypy", "--strict", "--cache-dir", os.devnull, *files, directory=tmp_path)
    assert result.returncode == 0, result.stdout


@pytest.mark.installed
def test_pyright(tmp_path: Path) -> None:
    samples = [str(path) for path in sorted(SAMPLES.glob("sample*.py"))]
    settings = {"include": samples, "extraPaths": [str(PACKAGE.parent)], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    result = run(
        "basedpyright", "--project", str(tmp_path), "--pythonpath", sys.executable, "--outputjson", directory=tmp_path
    )
    found = [
        f"{Path(each['file']).name}:{each['range']['start']['line'] + 1}: {each['message']} [{each.get('rule')}]"
        for each in json.loads(result.stdout)["generalDiagnostics"]
        if each["severity"] == "error"
    ]
    assert found == []
