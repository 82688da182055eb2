"""The targets of `make`, and their callers."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.project import PYTHONS, ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"(?m)^\.PHONY: (.+)$", MAKEFILE))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_make_lists_every_target_below_who_calls_it() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    groups: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("  "):
            groups[next(reversed(groups))].append(line.split()[0])
            assert line[18:].strip(), f"{line} has no help"
        else:
            groups[line.partition(":")[0]] = []
    assert list(groups) == ["For users", "For contributors", "For the maintainer", "For a release"]
    assert {"demo", "vendor"} <= set(groups["For users"])
    listed = [target for targets in groups.values() for target in targets]
    assert sorted(listed) == sorted(TARGETS - {"help"})


def commands(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the jobs of a workflow with their commands, for each value of the matrix."""
    for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                values = job.get("strategy", {}).get("matrix", {})
                for target in values.get("target", [""]):
                    yield job, step["run"].replace('"$TARGET"', target)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_call_make_and_nothing_else(path: Path) -> None:
    found = [command for _, command in commands(path)]
    assert found
    for command in found:
        make, target, *settings = command.split()
        assert (make, target in TARGETS) == ("make", True), command
        assert all(re.fullmatch(r'[A-Z]+="\$[A-Z]+"', setting) for setting in settings), command


def test_hooks_before_a_commit_call_make() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repository,) = config["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        make, target = hook["entry"].split()
        assert (make, target in TARGETS, hook["language"]) == ("make", True, "system")


def test_one_list_of_pythons() -> None:
    (workflow,) = (path for path in WORKFLOWS if path.name == "test.yml")
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    assert tuple(jobs["test"]["strategy"]["matrix"]["python"]) == PYTHONS
    assert jobs["wheel"]["strategy"]["matrix"]["python"] == [PYTHONS[0], PYTHONS[-1]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    stated = [text.rpartition(" ")[2] for text in project["classifiers"] if text.startswith(prefix)]
    assert tuple(stated) == PYTHONS
    assert project["requires-python"] == f">={PYTHONS[0]}"
