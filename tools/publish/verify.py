"""Checks that the published package can be installed and works."""

import hashlib
import os
import tempfile
import time
import venv
from pathlib import Path
from urllib.parse import urlsplit

from sandbox import API_KEY, APP_KEY, serve
from tools.console import ToolError, run
from tools.installer import pip
from tools.project import Project
from tools.publish.index import Index

LOOKS, SECONDS_BETWEEN_LOOKS = 30, 2
SMOKE = """
import sys
from importlib.metadata import version
from datadog_llm_client import Client, __file__ as file
assert file.startswith(sys.prefix), file
assert version("datadog-llm-client") == sys.argv[2], version("datadog-llm-client")
with Client(base_url=sys.argv[1]) as client:
    account = client.list_accounts("openai")[0]
    result = client.run_inference(
        "openai", account.id, model_id="gpt-4o", messages=[{"role": "user", "content": "Hello"}]
    )
    assert result.response.content, result
"""


def verify(project: Project, index: Index, wheel: Path) -> None:
    """Install the wheel from the index into a fresh environment, and make calls with it."""
    _await(project, index, wheel)
    with tempfile.TemporaryDirectory(prefix="verify-") as directory:
        environment = Path(directory, "environment")
        venv.create(environment, symlinks=os.name != "nt")
        wanted = Path(directory, "requirements.txt")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        wanted.write_text(f"{project.name}=={project.version} --hash=sha256:{digest}\n", encoding="utf-8")
        from_index = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(wanted)]
        # The wheel from that index alone, and the dependencies from wherever this machine usually gets them.
        _run_pip(environment, _variables(index), *from_index)
        _run_pip(environment, _without_credentials(), *project.dependencies)
        _call(environment, project)


def _await(project: Project, index: Index, wheel: Path) -> None:
    """Wait for the file to be listed, which takes a while on some indexes."""
    for _ in range(LOOKS):
        if wheel.name in index.hashes(project.name):
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise ToolError(f"it is published, but {index.address.simple} does not list it")


def _without_credentials() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TWINE_")}


def _variables(index: Index) -> dict[str, str]:
    """Return the environment of an installer that knows only this index."""
    kept = {name: value for name, value in _without_credentials().items() if not name.startswith("PIP_")}
    kept |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INPUT": "1", "PIP_KEYRING_PROVIDER": "disabled"}
    kept["PIP_INDEX_URL"] = index.address.simple_with(index.username, index.password)
    if index.certificate:
        kept["PIP_CERT"] = index.certificate
    simple = urlsplit(index.address.simple)
    if simple.scheme == "http":
        kept["PIP_TRUSTED_HOST"] = simple.netloc
    return kept


def _run_pip(environment: Path, variables: dict[str, str], *arguments: str) -> None:
    done = pip(environment, "install", "--quiet", *arguments, variables=variables)
    if done.returncode != 0:
        lines = done.stderr.splitlines()
        errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
        raise ToolError(f"it is published, but cannot be installed: {' '.join(errors)}")


def _call(environment: Path, project: Project) -> None:
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with serve() as sandbox:
        command = [str(python), "-I", "-c", SMOKE, sandbox.url, project.version]
        variables = _without_credentials() | {"DD_API_KEY": API_KEY, "DD_APP_KEY": APP_KEY}
        run(command, "it is published, but does not work", cwd=environment, env=variables)
