import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.publish.helpers import PASSWORD, USER, Server, pack_installed, plain_environment, pypiserver
from tools.build import Distributions, build
from tools.console import ToolError
from tools.project import Project
from tools.publish import __main__ as command
from tools.publish.address import Address


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.load()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Distributions:
    return build(project, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def release(built: Distributions, tmp_path: Path) -> Distributions:
    """The wheel and the sdist, which a test may change."""
    (tmp_path / "release").mkdir()
    return Distributions(*(Path(shutil.copy(path, tmp_path / "release")) for path in built.paths))


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Path:
    """Wheels of the dependencies, including those of an extra."""
    needed = (*project.dependencies, *project.extras["aiohttp"])
    return pack_installed(tmp_path_factory.mktemp("wheels") / "house", needed)


@pytest.fixture(scope="session")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with pypiserver(tmp_path_factory.mktemp("index")) as server:
        yield server


@pytest.fixture
def server(running_server: Server) -> Server:
    """An empty index that always asks for a password."""
    for path in running_server.files.iterdir():
        path.unlink()
    return running_server


@pytest.fixture
def environment(tmp_path: Path, wheelhouse: Path) -> dict[str, str]:
    """An environment with credentials, whose default index is a directory."""
    (tmp_path / "home").mkdir()
    return plain_environment(tmp_path / "home") | {
        "TWINE_USERNAME": USER,
        "TWINE_PASSWORD": PASSWORD,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheelhouse),
    }


@dataclass(frozen=True)
class Outcome:
    """The output on both streams, and the error."""

    output: str
    warnings: str
    error: str


Publish = Callable[..., Outcome]


@pytest.fixture
def publish(
    project: Project,
    release: Distributions,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Publish:
    """Publish to a URL in this process. With `verify`, also install from there."""

    def publish(url: str, *, verify: bool = False, dry_run: bool = False, **variables: str | None) -> Outcome:
        with monkeypatch.context() as patch:
            wanted = {name: value for name, value in (environment | variables).items() if value is not None}
            for name in os.environ.keys() - wanted.keys():
                patch.delenv(name)
            for name, value in wanted.items():
                patch.setenv(name, value)
            verified = []
            if not verify:
                patch.setattr(command, "verify", lambda *arguments: verified.append(arguments))
            error = ""
            try:
                if dry_run:
                    command.rehearse(project, release, Address.parse(url) if url else None, [])
                else:
                    command.publish(project, release, Address.parse(url))
            except ToolError as raised:
                error = str(raised)
        assert verify or len(verified) == (not error and not dry_run)
        printed = capfd.readouterr()
        for secret in (PASSWORD, "guess"):
            assert secret not in printed.out + printed.err + error
        assert "\n" not in error
        return Outcome(printed.out, printed.err, error)

    return publish
