import os
import shutil
from pathlib import Path

import pytest

from .support import CONFIG, CONTRACT, PACKAGE, TAG, commit, copy, edit, git


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.generated)


@pytest.fixture(autouse=True)
def no_settings_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a git hook, the environment leads to the repository of the hook."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit, which is tagged."""
    root = tmp_path_factory.mktemp("original")
    copy(root, PACKAGE, CONTRACT, CONFIG)
    version = next(line for line in (root / CONFIG).read_text().splitlines() if line.startswith("package_version"))
    edit(root, [(CONFIG, version, "package_version_override: 0.1.0")])
    git(root, "init", "--quiet", "--template=")
    commit(root, TAG)
    git(root, "repack", "-adq")  # fewer files are faster to copy
    return root


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Path:
    """A copy of it, to be edited."""
    return Path(shutil.copytree(original, tmp_path / "repository"))
