"""Whether the tree can be released."""

import re
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools.console import run
from tools.project import CHANGELOG, Project


def problems(project: Project) -> list[str]:
    """Return what prevents publishing, a line each."""
    found = []
    try:
        if str(Version(project.version)) != project.version:
            found.append(f"the version {project.version} is not in its normal form, {Version(project.version)}")
    except InvalidVersion:
        found.append(f"the version {project.version} is not one of PEP 440")
    changed = [line for line in _git(project.root, "status", "--porcelain").splitlines() if line]
    if changed:
        named = ", ".join(line[3:] for line in changed[:5]) + (", ..." if len(changed) > 5 else "")
        found.append(f"the tree has changes that are not committed: {named}")
    tags = _git(project.root, "tag", "--points-at", "HEAD").split()
    if f"v{project.version}" not in tags:
        there = f"only {', '.join(tags)}" if tags else "no tag"
        found.append(f"the commit must be tagged v{project.version}, and there is {there}")
    if not _has_entry(project.root / CHANGELOG, project.version):
        found.append(f"{CHANGELOG} has no entry `## [{project.version}] - YYYY-MM-DD` with text below it")
    return found


def _git(root: Path, *arguments: str) -> str:
    return run(["git", *arguments], f"git {arguments[0]}", cwd=root)


def _has_entry(changelog: Path, version: str) -> bool:
    if not changelog.is_file():
        return False
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}[ \t]*\n(?P<text>.*?)(?=^## |^\[|\Z)"
    entry = re.search(heading, changelog.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return entry is not None and any(line.strip() and not line.startswith("#") for line in entry["text"].splitlines())
