"""The content of a vendored copy."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.console import ToolError
from tools.project import Project, files_in

from . import check
from .check import MANIFEST

CHECK = "_vendored/check.py"
# The check compares bytes, so the host's git must not convert line endings.
ATTRIBUTES = b"* -text\n"


@dataclass(frozen=True)
class VendoredCopy:
    """The files of a version under a name. The same inputs always give the same bytes."""

    files: dict[str, bytes]
    manifest: dict[str, Any]

    @classmethod
    def of(cls, package: Path, name: str, project: Project) -> VendoredCopy:
        """Return the copy of a package. Raises `ToolError` if there is none."""
        if not (package / "__init__.py").is_file():
            raise ToolError(f"there is no package at {package}: run `make generate`")
        files = {path: file.read_bytes() for path, file in files_in(package).items()}
        files["LICENSE"] = (project.root / "LICENSE").read_bytes()
        files[".gitattributes"] = ATTRIBUTES
        files[CHECK] = Path(check.__file__).read_bytes()
        manifest = {
            "distribution": project.name,
            "name": name,
            "version": project.version,
            "contract_sha256": project.contract_sha256,
            "generator": project.generator,
            "requires_python": project.requires_python,
            "dependencies": list(project.dependencies),
            "optional_dependencies": {extra: list(needs) for extra, needs in project.extras.items()},
            "files": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
        }
        files[MANIFEST] = json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n"
        return cls(files, manifest)

    def write(self, directory: Path) -> None:
        """Write the files into a new directory."""
        for name, content in self.files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
