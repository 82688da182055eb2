"""The package that the generator builds from our contract without our templates."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.peers import AsyncCall, Call
from tools.project import CONTRACT, ROOT

PACKAGE = "stock_llm_client"


def generate(directory: Path) -> None:
    """Run the stock generator. The package can then be imported from the directory."""
    config = directory / "config.json"
    config.write_text("{}", encoding="utf-8")  # its post-hooks would be ruff, which changes no behaviour
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        "--meta",
        "none",
        "--path",
        str(ROOT / CONTRACT),
    ]
    command += ["--config", str(config), "--output-path", str(directory / PACKAGE)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": path}, check=True, capture_output=True)


def models() -> Any:
    """Its models."""
    return importlib.import_module(f"{PACKAGE}.models")


def _operation(url: str) -> tuple[Any, Any]:
    client = importlib.import_module(PACKAGE).AuthenticatedClient(base_url=url, token="a", timeout=60)
    return importlib.import_module(f"{PACKAGE}.api.integrations.run_inference"), client


def sync_call(url: str, body: dict[str, Any]) -> Call:
    operation, client = _operation(url)
    read, name = models().InferenceRequest.from_dict, models().IntegrationName("openai")
    return lambda: operation.sync(name, "account-abc123", client=client, body=read(body))


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    operation, client = _operation(url)
    read, name = models().InferenceRequest.from_dict, models().IntegrationName("openai")

    async def call() -> object:
        return await operation.asyncio(name, "account-abc123", client=client, body=read(body))

    return call
