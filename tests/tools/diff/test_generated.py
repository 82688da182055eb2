"""From an edit of the YAML to what it asks of the version, with the generator between them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.project import PINS

from .support import CONFIG, CONTRACT, PACKAGE, TAG, commit, copy, diff, edit, git, summaries

USAGE = """
  /api/v2/llm-obs/v1/integrations/{integration}/made-up:
    get:
      operationId: read_made_up
      summary: Read what an integration has used.
      tags: [integrations]
      parameters:
        - $ref: "#/components/parameters/integration"
      responses:
        "200":
          description: The usage.
          content:
            application/json:
              schema: {type: object, additionalProperties: {type: integer}}

components:
"""
TOP_K = re.compile(r"\n {8}top_k:\n(?: {9,}.*\n)+")


def generate(project: Path) -> None:
    """Build the package of a copy of this project from its own inputs."""
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tools.generate"]
    run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.slow
def test_from_the_contract_to_the_rating(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(tmp_path, "openapi", "runtime", "extras", "tools", PACKAGE, CONFIG, PINS)
    git(tmp_path, "init", "--quiet", "--template=")
    generate(tmp_path)
    commit(tmp_path, TAG)

    edit(tmp_path, [(CONTRACT, "\ncomponents:\n", USAGE)])
    generate(tmp_path)
    code, report = diff(capsys, tmp_path, TAG)
    assert (code, report["rating"]) == (1, "minor")
    assert "method-added Client.read_made_up AsyncClient.read_made_up" in summaries(report["python"])
    assert [finding["kind"] for finding in report["contract"]] == ["operation-added"]

    commit(tmp_path, "more")
    path = tmp_path / CONTRACT
    path.write_text(TOP_K.sub("\n", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    generate(tmp_path)
    code, report = diff(capsys, tmp_path, "more")
    assert (code, report["rating"]) == (1, "major")
    assert summaries(report["python"]) == [
        "argument-removed Client.run_inference AsyncClient.run_inference top_k",
        "field-removed models.InferenceRequest.top_k",
    ]
    assert [finding["kind"] for finding in report["contract"]] == ["field-removed"]
