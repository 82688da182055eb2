"""A package to vendor, the command line, and file systems that are small or read-only."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tools.project import ROOT, Project
from tools.vendoring import VendoredCopy

# A mount of its own, which ends with the process. Where the user is not root, the second form makes it root in there.
NAMESPACES = (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"])


@dataclass
class Source:
    """A package in the making."""

    directory: Path
    project: Project

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def copy(self, version: str = "1.0.0", name: str = "datadog_llm_client") -> VendoredCopy:
        return VendoredCopy.of(self.directory, name, replace(self.project, version=version))


def tree(directory: Path) -> dict[str, bytes]:
    """What a directory holds."""
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python ...`."""
    command = [sys.executable, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60)


def run_mounted(options: str, directory: Path, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a shell script where `directory` is a tmpfs of its own, or skip where that is not permitted."""
    directory.mkdir(exist_ok=True)
    if shutil.which("unshare") is None:
        pytest.skip("a file system of a certain size needs unshare(1) of Linux")
    mount = f'mount -t tmpfs -o {options} tmpfs "$0"'
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    complaint = ""
    for namespace in NAMESPACES:
        permitted = subprocess.run([*namespace, "sh", "-c", mount, str(directory)], capture_output=True)
        if permitted.returncode == 0:
            command = [*namespace, "sh", "-c", f"{mount} && {script}", str(directory), sys.executable]
            command += map(str, arguments)
            return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        complaint = permitted.stderr.decode().strip()
    pytest.skip(f"mounting a tmpfs is not permitted here: {complaint}")
