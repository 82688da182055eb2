"""What the project says of itself: name, version, dependencies, and what it was generated from."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Project:
    """The facts that end up in wheels, manifests and tags."""

    root: Path
    name: str
    version: str
    requires_python: str
    dependencies: tuple[str, ...]
    extras: dict[str, tuple[str, ...]]
    generator: str
    contract_sha256: str

    @classmethod
    def load(cls, root: Path = ROOT) -> Project:
        """Read them where each of them stands."""
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        facts, rule = pyproject["project"], pyproject["tool"]["hatch"]["version"]
        version = re.search(rule["pattern"], (root / rule["path"]).read_text(encoding="utf-8"))
        if version is None:
            raise ValueError(f"{rule['path']}: no version found")
        pins = (root / "requirements" / "dev.in").read_text(encoding="utf-8").splitlines()
        contract = (root / "openapi" / "llm-obs-integrations.yaml").read_bytes()
        return cls(
            root=root,
            name=facts["name"],
            version=version["version"],
            requires_python=facts["requires-python"],
            dependencies=tuple(facts["dependencies"]),
            extras={name: tuple(needs) for name, needs in facts["optional-dependencies"].items()},
            generator=next(pin for pin in pins if pin.startswith("openapi-python-client==")),
            contract_sha256=hashlib.sha256(contract).hexdigest(),
        )

    @property
    def package(self) -> Path:
        """The package in the tree."""
        return self.root / "generated" / "datadog_llm_client"
