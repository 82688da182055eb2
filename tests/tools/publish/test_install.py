"""Installing from a private index with pip and uv, as docs/private-index.md describes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tests.support.web import handing_out
from tests.tools.publish.helpers import PASSWORD, USER, Server, sha256, write_wheel
from tools.build import Distributions
from tools.project import ROOT, Project
from tools.publish.address import Address
from tools.publish.verify import SMOKE

pytestmark = [pytest.mark.generated, pytest.mark.slow]


@pytest.fixture
def index(server: Server, release: Distributions) -> str:
    """The URL of the private index with the release, including credentials, for the environment only."""
    for path in release.paths:
        shutil.copy(path, server.files)
    return Address.parse(server.url).simple_with(USER, PASSWORD)


@pytest.fixture
def pinned(release: Distributions, wheelhouse: Path, project: Project, tmp_path: Path) -> Path:
    """A requirements file with all hashes."""
    lines = [f"{project.name}=={project.version} --hash=sha256:{sha256(release.wheel)}"]
    for wheel in sorted(wheelhouse.iterdir()):
        name, version, *_ = wheel.name.split("-")
        lines.append(f"{name}=={version} --hash=sha256:{sha256(wheel)}")
    path = tmp_path / "requirements.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Fresh:
    """A fresh environment, and the environment variables for installing into it."""

    directory: Path
    variables: dict[str, str]

    def pip_install(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        pip = [sys.executable, "-m", "pip", "--python", str(self.directory), "install"]
        command = [*pip, *map(str, arguments)]
        return subprocess.run(
            command, env=self.variables | variables, cwd=self.directory, capture_output=True, text=True, timeout=600
        )

    @property
    def python(self) -> str:
        return str(self.directory / "bin" / "python")

    def versions(self) -> dict[str, str]:
        found = metadata.distributions(path=[str(path) for path in self.directory.glob("lib/python*/site-packages")])
        return {distribution.name: distribution.version for distribution in found}


@pytest.fixture
def fresh(tmp_path: Path, environment: dict[str, str]) -> Fresh:
    directory = tmp_path / "fresh"
    venv.create(directory, symlinks=True)
    variables = {name: value for name, value in environment.items() if not name.startswith("TWINE_")}
    return Fresh(directory, variables | {"UV_CACHE_DIR": str(tmp_path / "uv-cache")})


@pytest.fixture
def public(tmp_path: Path, wheelhouse: Path, project: Project) -> Iterator[str]:
    """A public index with the dependencies, where somebody has registered our name with a high version."""
    root = tmp_path / "public"
    attack = write_wheel(tmp_path, project.name, "99.0")
    for wheel in (attack, *wheelhouse.iterdir()):
        page = root / "simple" / wheel.name.split("-")[0].replace("_", "-").lower()
        page.mkdir(parents=True)
        shutil.copy(wheel, page)
        (page / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>', encoding="utf-8")
    with handing_out(root) as url:
        yield f"{url}/simple/"


def test_hashes_close_the_door_that_a_second_index_opens(
    fresh: Fresh, index: str, public: str, pinned: Path, project: Project, sandbox: Sandbox
) -> None:
    # As the page warns, pip takes the highest version of all indexes.
    indexes = {"PIP_INDEX_URL": public, "PIP_EXTRA_INDEX_URL": index, "PIP_NO_INDEX": "0", "PIP_FIND_LINKS": ""}
    assert fresh.pip_install("--no-deps", project.name, **indexes).returncode == 0
    assert fresh.versions() == {project.name: "99.0"}
    done = fresh.pip_install("--require-hashes", "-r", pinned, **indexes)
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    assert fresh.versions()[project.name] == project.version
    keys = {"DD_API_KEY": API_KEY, "DD_APP_KEY": APP_KEY}
    command = [fresh.python, "-I", "-W", "error", "-c", SMOKE, sandbox.url, project.version]
    called = subprocess.run(command, env=fresh.variables | keys, capture_output=True, text=True, timeout=60)
    assert (called.returncode, called.stderr) == (0, "")


def test_uv_as_the_page_shows_it(
    fresh: Fresh, server: Server, index: str, public: str, tmp_path: Path, project: Project
) -> None:
    page = (ROOT / "docs" / "private-index.md").read_text(encoding="utf-8")
    page = page.replace("https://pypi.example.com/team/simple/", server.simple)
    application = tmp_path / "app"
    application.mkdir()
    pyproject = re.findall(r"(?s)```toml\n(.*?)```", page)[0]
    (application / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    variables = fresh.variables | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "UV_INDEX_PRIVATE_USERNAME": USER,
        "UV_INDEX_PRIVATE_PASSWORD": PASSWORD,
        "UV_DEFAULT_INDEX": public,
        "VIRTUAL_ENV": str(fresh.directory),
        "UV_PROJECT_ENVIRONMENT": str(fresh.directory),
    }
    del variables["UV_NO_CONFIG"]
    commands = re.findall(r"(?m)^\$ (uv .*)$", page)
    assert [command.split()[1] for command in commands] == ["sync", "pip", "pip"]
    for command in commands:
        if "install" in command:  # `uv sync` has installed everything already
            venv.create(fresh.directory, symlinks=True, clear=True)
        done = subprocess.run(shlex.split(command), cwd=application, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
        installed = fresh.versions()
        assert installed[project.name] == project.version
        assert {"aiohttp", "httpx"} <= installed.keys()
    assert PASSWORD not in (application / "uv.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in (application / "requirements.txt").read_text(encoding="utf-8")
