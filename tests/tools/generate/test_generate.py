"""`make generate` and its check, on copies of the inputs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.diff.support import TAG, commit, git, summaries
from tools import generate
from tools.console import ToolError
from tools.project import ROOT

pytestmark = pytest.mark.generated

INPUTS = ("openapi", "runtime", "extras", "tools", "generated", "generator-config.yaml", "pyproject.toml")
CONTRACT = "openapi/llm-obs-integrations.yaml"
PACKAGE = "generated/datadog_llm_client"
TYPES = "openapi/templates/types.py.jinja"

FIELD = """
        made_up:
          description: Number that makes sampling repeatable.
          type: [integer, "null"]
          format: int64
          example: 7
"""
OPERATION = """
  /api/v2/llm-obs/v1/integrations/{integration}/made-up:
    get:
      operationId: read_made_up
      summary: Read what an integration has used.
      tags: [integrations]
      parameters:
        - $ref: "#/components/parameters/integration"
        - {name: "page[limit]", in: query, schema: {type: integer, description: Most entries to return.}}
        - {name: day, in: query, required: true, schema: {type: string, format: date}}
      responses:
        "200":
          description: The usage.
          content:
            application/json:
              schema:
                description: Usage of an integration.
                type: object
                required: [since, by_model]
                properties:
                  since: {type: string, format: date-time}
                  by_model: {type: object, additionalProperties: {type: integer}}
                  notes: {type: array, items: {type: [string, "null"]}}
                  grade: {oneOf: [{type: string}, {type: integer}]}

components:
"""
USER_CODE = """
import datetime
from datadog_llm_client import AsyncClient, Client
from datadog_llm_client.models import InferenceRequest

def use(client: Client) -> int | None:
    client.run_inference("openai", "a", model_id="m", messages=[{"role": "user"}], made_up=7)
    usage = client.read_made_up("openai", day=datetime.date(2026, 1, 31), page_limit=5)
    moment: datetime.datetime = usage.since
    return usage.by_model.get("gpt-4o", moment.year)

async def use_async(client: AsyncClient) -> None:
    usage = await client.read_made_up("openai", day=datetime.date(2026, 1, 31))
    await client.run_inference("openai", "a", model_id="m", messages=[], made_up="x")  # type: ignore[arg-type]
"""
CALL = """
import httpx, inspect
from datadog_llm_client import AsyncClient, Client
for client in (Client, AsyncClient):
    assert "made_up" in inspect.signature(client.run_inference).parameters
    assert "Number that makes sampling repeatable." in client.run_inference.__doc__
    assert "Most entries to return." in client.read_made_up.__doc__
def answer(request):
    assert str(request.url).endswith("/openai/made-up?page%5Blimit%5D=5&day=2026-01-31"), request.url
    usage = {"since": "2026-01-31T12:00:00Z", "by_model": {"m": 3}, "notes": [None], "grade": 1}
    return httpx.Response(200, json=usage)
import datetime
with httpx.Client(transport=httpx.MockTransport(answer)) as http:
    usage = Client("k", "k", http_client=http).read_made_up("openai", day=datetime.date(2026, 1, 31), page_limit=5)
assert usage.by_model == {"m": 3} and usage.since.hour == 12 and usage.notes == [None] and usage.grade == 1, usage
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".building-*"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(project: Path, *arguments: str, tool: str = "generate") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tools.{tool}", *arguments]
    environment = os.environ | {"PYTHONPATH": str(project)}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def digest(project: Path) -> str:
    hashes = hashlib.sha256()
    for path in sorted((project / "generated").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            hashes.update(f"{path}\n".encode() + path.read_bytes())
    return hashes.hexdigest()


def test_generating_from_nothing_gives_the_same_bytes(project: Path) -> None:
    before = digest(project)
    shutil.rmtree(project / PACKAGE)
    assert run(project).returncode == 0
    assert digest(project) == before, "what is committed is not what the inputs give"


@pytest.mark.slow
def test_check_names_what_is_edited_missing_and_foreign(project: Path) -> None:
    edit(project, f"{PACKAGE}/client.py", "class Client", "class  Client")
    gone = max((project / PACKAGE / "models").glob("*.py"))
    gone.unlink()
    (project / PACKAGE / "extra.py").touch()
    checked = run(project, "--check")
    assert checked.returncode == 1
    assert checked.stderr.splitlines() == [
        f"{PACKAGE}: differs: client.py",
        f"{PACKAGE}: not generated: extra.py",
        f"{PACKAGE}: missing: models/{gone.name}",
    ]


@pytest.mark.slow
def test_a_new_field_and_operation_reach_both_clients(project: Path) -> None:
    git(project, "init", "--quiet", "--template=")
    commit(project, TAG)
    edit(project, CONTRACT, "\n        temperature:\n", f"{FIELD}        temperature:\n")
    edit(project, CONTRACT, "\ncomponents:\n", OPERATION)
    assert run(project).returncode == 0
    (project / "user_code.py").write_text(USER_CODE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(project / "generated"), "MYPYPATH": str(project / "generated")}
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "user_code.py", PACKAGE]
    typed = subprocess.run(mypy, cwd=project, env=environment, capture_output=True, text=True)
    assert typed.returncode == 0, typed.stdout
    called = subprocess.run([sys.executable, "-c", CALL], env=environment, capture_output=True, text=True)
    assert called.returncode == 0, called.stderr
    compared = json.loads(run(project, TAG, "--json", tool="diff").stdout)
    assert compared["rating"] == "minor"
    assert "method-added Client.read_made_up AsyncClient.read_made_up" in summaries(compared["python"])
    assert sorted(finding["kind"] for finding in compared["contract"]) == ["field-added", "operation-added"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (CONTRACT, '"#/components/schemas/Tool"', '"#/components/schemas/Tol"', "points to nothing"),
        (TYPES, '"""Types shared', '"""Types"""\n\nMISSING = nowhere\n"""', "name 'nowhere' is not defined"),
        ("openapi/templates/model.py.jinja", "from_dict(cls", "from dict(cls", "ruff failed"),
        ("runtime/values/lazy.py", "def lazy_module", "def lasy_module", "cannot be imported"),
        (TYPES, '"""Types shared', '{{ nothing.at_all }}"""', "'nothing' is undefined"),
        (TYPES, '"""Types shared', '"""{{ package_description }}', "a template printed an object"),
        ("extras/client.py", "", "", "extras/client.py: the generator made client.py, too"),
        ("pyproject.toml", "ruff==", "ruff==0.0.1+not", "ruff 0.0.1"),
        ("generator-config.yaml", "  - ruff format", "  - no-such-tool", "no-such-tool"),
    ],
)
def test_what_is_broken_is_named_and_leaves_the_package_alone(
    project: Path, name: str, old: str, new: str, message: str
) -> None:
    before = digest(project)
    edit(project, name, old, new)
    result = run(project)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert digest(project) == before
    assert [path.name for path in (project / "generated").iterdir()] == ["datadog_llm_client"]


def test_a_missing_ruff_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ToolError, match="the ruff command is missing .* run `make env`"):
        generate.build(tmp_path / "package")
