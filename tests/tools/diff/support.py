"""Small git repositories with the contract and the package, to be edited."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.diff.__main__ import main
from tools.project import ROOT

PACKAGE = "generated/datadog_llm_client"
CONTRACT = "openapi/llm-obs-integrations.yaml"
CONFIG = "generator-config.yaml"
TAG = "v0.1.0"

Edit = tuple[str, str, str]
"""A file, a text in it, and its replacement."""


def home(name: str) -> str:
    """The file that defines a model or an enum: which one depends on the operations that use it."""
    files = (ROOT / PACKAGE / "models").glob("*.py")
    found = next(file for file in files if re.search(rf"^(class {name}\(|{name}: )", file.read_text("utf-8"), re.M))
    return found.relative_to(ROOT).as_posix()


def copy(target: Path, *names: str) -> None:
    """Copy files and directories of this repository to the same place in another."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", ".building-*"))
        else:
            shutil.copy(ROOT / name, target / name)


def git(directory: Path, *arguments: str) -> str:
    """Run git without settings, and return its output."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    command = ["git", *who, *arguments]
    run = subprocess.run(command, cwd=directory, env=os.environ | settings, capture_output=True, text=True, check=True)
    return run.stdout


def commit(directory: Path, tag: str) -> None:
    """Commit everything, and tag it."""
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(directory, "tag", tag)


def edit(directory: Path, edits: Sequence[Edit]) -> None:
    """Replace texts, each of which must be there."""
    for name, old, new in edits:
        path = directory / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def diff(capsys: pytest.CaptureFixture[str], root: Path, ref: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Run the command and return its exit code and its report."""
    code = main([ref, "--json", *options], root)
    output = capsys.readouterr()
    assert (code in (0, 1), output.err) == (True, "")
    report: dict[str, Any] = json.loads(output.out)
    return code, report


def summaries(changes: list[dict[str, Any]]) -> list[str]:
    """Return each change for Python callers in short: the kind, the names and the part."""
    return sorted(" ".join([one["kind"], *one["names"], one["part"]]).rstrip() for one in changes)
