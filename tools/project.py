"""The facts about the project: its paths, pins and version, and the metadata of its releases.

All other tools get them from here. The paths are relative to the root, since tools also work on other trees, such as an
earlier state of the repository.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tools.console import ToolError

ROOT = Path(__file__).resolve().parent.parent
PACKAGE_NAME = "datadog_llm_client"
CONTRACT = "openapi/llm-obs-integrations.yaml"
DEVIATIONS = "openapi/deviations.yaml"
TEMPLATES = "openapi/templates"
CONFIG = "generator-config.yaml"
GENERATED = "generated"
PACKAGE = f"{GENERATED}/{PACKAGE_NAME}"
RUNTIME = "runtime"
EXTRAS = "extras"
PINS = "pyproject.toml"
REQUIREMENTS = "requirements/dev.txt"
LOWEST_REQUIREMENTS = "requirements/lowest.txt"
CHANGELOG = "CHANGELOG.md"
GENERATOR = "openapi-python-client"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_VERSION = re.compile(r"^package_version_override:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


def version_in(config: str, name: str) -> str:
    """Return the package version in a generator configuration, called `name` in messages. Raises `ToolError`."""
    found = _VERSION.search(config)
    if found is None:
        raise ToolError(f"{name}: has no `package_version_override`")
    return found[1]


def files_in(directory: Path) -> dict[str, Path]:
    """Return the files in a directory by relative name, sorted, without compiled Python."""
    found = (path for path in sorted(directory.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(directory).as_posix(): path for path in found}


def pins(root: Path = ROOT) -> dict[str, str]:
    """Return the versions of the development tools that are pinned, by name."""
    path = root / PINS
    facts = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    tools = facts.get("dependency-groups", {}).get("dev", ())
    return dict(requirement.split("==", 1) for requirement in tools if "==" in requirement)


@dataclass(frozen=True)
class Project:
    """The metadata in wheels, manifests and tags."""

    root: Path
    name: str
    version: str
    requires_python: str
    dependencies: tuple[str, ...]
    extras: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, root: Path = ROOT) -> Project:
        """Read the metadata of the project in `root`."""
        facts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return cls(
            root=root,
            name=facts["name"],
            version=version_in((root / CONFIG).read_text(encoding="utf-8"), CONFIG),
            requires_python=facts["requires-python"],
            dependencies=tuple(facts["dependencies"]),
            extras={name: tuple(needs) for name, needs in facts["optional-dependencies"].items()},
        )

    @property
    def package(self) -> Path:
        """The directory of the package."""
        return self.root / PACKAGE

    @cached_property
    def generator(self) -> str:
        """The generator of the package, as a requirement."""
        return f"{GENERATOR}=={pins(self.root)[GENERATOR]}"

    @cached_property
    def contract_sha256(self) -> str:
        """The hash of the contract of the package."""
        return hashlib.sha256((self.root / CONTRACT).read_bytes()).hexdigest()
