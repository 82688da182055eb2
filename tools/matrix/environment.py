"""A fresh environment with the tools of the suite, but without the package."""

import os
import subprocess
from pathlib import Path

from tools.console import output, run
from tools.installer import pip
from tools.project import LOWEST_REQUIREMENTS, REQUIREMENTS, Project
from tools.vendoring import VendoredCopy, install

from . import alias


class Environment:
    """A virtual environment in a directory."""

    def __init__(self, directory: Path, interpreter: Path) -> None:
        command = [str(interpreter), "-m", "venv", "--without-pip", str(directory)]
        run(command, "the environment could not be made", env=_variables())
        self.directory = directory
        self.python = directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def install(self, project: Project, *, lowest: bool = False) -> None:
        """Install the pinned tools. With `lowest`, the dependencies of the package have their lowest versions."""
        self._install("--require-hashes", "--requirement", str(project.root / REQUIREMENTS))
        if lowest:
            self._install("--require-hashes", "--requirement", str(project.root / LOWEST_REQUIREMENTS))

    def install_wheel(self, wheel: Path) -> None:
        """Install a wheel, and check that its dependencies fit."""
        self._install(str(wheel))
        output(pip(self.directory, "check", variables=_variables()), "the versions do not fit")

    def vendor(self, project: Project) -> None:
        """Vendor a copy into a nested package of a host, with an alias by which the tests find it."""
        host = self.directory / "host"
        inner = host / Path(*alias.COPY.split(".")[:-1])
        inner.mkdir(parents=True)
        for package in (inner, *inner.parents):
            if package.is_relative_to(host) and package != host:
                (package / "__init__.py").touch()
        name = alias.COPY.rpartition(".")[2]
        install(VendoredCopy.of(project.package, name, project), inner / name)
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = self._ask(code, "the environment does not work")
        (packages / "_matrix_alias.py").write_bytes(Path(alias.__file__).read_bytes())
        # Python reads it on each start, after the files of the tools.
        (packages / "zz_matrix.pth").write_text(f"{host}\nimport _matrix_alias\n", encoding="utf-8")

    def location(self, cwd: Path) -> Path:
        """Return where the tests import the package from."""
        code = "import datadog_llm_client; print(datadog_llm_client.__file__)"
        return self._ask(code, "the package cannot be imported", cwd)

    def test(self, cwd: Path, *arguments: str) -> int:
        """Run pytest in the environment."""
        command = [str(self.python), "-m", "pytest", "--numprocesses", "auto", *arguments]
        return subprocess.run(command, cwd=cwd, env=_variables()).returncode

    def _ask(self, code: str, failure: str, cwd: Path | None = None) -> Path:
        """Return the path that a program prints in the environment."""
        return Path(run([str(self.python), "-c", code], failure, cwd=cwd, env=_variables()).strip())

    def _install(self, *arguments: str) -> None:
        """Install without resolving, since the lists are complete."""
        done = pip(self.directory, "install", "--quiet", "--no-deps", *arguments, variables=_variables())
        output(done, "the packages could not be installed")


def _variables() -> dict[str, str]:
    """Return the environment variables without those that lead to another package or environment."""
    gone = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {name: value for name, value in os.environ.items() if name not in gone} | {"PYTHONDONTWRITEBYTECODE": "1"}
