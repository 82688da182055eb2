"""The wheel and the sdist: what is in them, and that anybody gets the same."""

import email
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import datadog_llm_client
import httpx
import pytest
from packaging.version import Version

from tests.tools.publish.helpers import plain_environment, sha256
from tools.build import Distributions, build, unpack
from tools.console import ToolError
from tools.project import ROOT, Project
from tools.vendoring import VendoredCopy

pytestmark = [pytest.mark.generated, pytest.mark.slow]


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.load()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Distributions:
    return build(project, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def tree(built: Distributions, tmp_path: Path) -> Path:
    """The unpacked sdist."""
    return unpack(built.sdist, tmp_path / "tree")


@pytest.fixture(scope="module")
def metadata(built: Distributions, project: Project) -> Message:
    with zipfile.ZipFile(built.wheel) as archive:
        return email.message_from_bytes(archive.read(f"datadog_llm_client-{project.version}.dist-info/METADATA"))


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = plain_environment(tree.parent) | {"PYTHONPATH": f"{tree / 'generated'}:{tree}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=300)


def test_wheel_holds_the_package_and_nothing_else(built: Distributions, project: Project) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())
        licence = archive.read(f"datadog_llm_client-{project.version}.dist-info/licenses/LICENSE")
    package = {name for name in names if name.startswith("datadog_llm_client/")}
    assert {"datadog_llm_client/py.typed", "datadog_llm_client/_runtime/calls/retries.py"} <= package
    assert {name.rpartition(".")[2] for name in package} == {"py", "typed"}
    information = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert {name.partition("/")[2] for name in names - package} == information
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_sdist_holds_what_it_takes_to_do_everything_again(built: Distributions) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive}
    assert names >= {
        "LICENSE",
        "Makefile",
        "PKG-INFO",
        "README.md",
        "generated/datadog_llm_client/py.typed",
        "generator-config.yaml",
        "openapi/llm-obs-integrations.yaml",
        "runtime/calls/retries.py",
        "openapi/templates/client.py.jinja",
        "pyproject.toml",
        "requirements/dev.txt",
        "requirements/lowest.txt",
        "sandbox/server.py",
        "tests/tools/test_build.py",
        "tools/generate/build.py",
        "tools/vendoring/check.py",
    }
    unwanted = ("__pycache__", ".venv", ".git/", ".mypy_cache", ".ruff_cache", ".coverage", "dist/", ".building-")
    assert [name for name in names if any(part in name for part in unwanted)] == []


def test_rebuilt_from_the_sdist_bit_by_bit(built: Distributions, tree: Path) -> None:
    done = run(tree, "-m", "tools.build", "--out", str(tree.parent / "again"))
    assert done.returncode == 0, done.stderr
    assert [sha256(tree.parent / "again" / path.name) for path in built.paths] == list(map(sha256, built.paths))


def test_sdist_regenerates_the_package(tree: Path) -> None:
    done = run(tree, "-m", "tools.generate", "--check")
    assert (done.returncode, done.stdout) == (0, "generated/ is up to date\n"), done.stderr


@pytest.mark.slow
def test_sdist_tests_itself(tree: Path) -> None:
    suites = ("tests/runtime/test_retries.py", "tests/sandbox", "tests/tools/vendoring", "tests/tools/contract")
    done = run(tree, "-m", "pytest", "-q", "-m", "not slow", *suites)
    assert done.returncode == 0, done.stdout[-2000:]


def test_metadata_is_complete(metadata: Message, project: Project) -> None:
    assert metadata["Metadata-Version"] == "2.4"
    assert metadata["Name"] == "datadog-llm-client"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["License-File"] == "LICENSE"
    assert metadata["Summary"]
    assert metadata["Keywords"]
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload(decode=True) == (ROOT / "README.md").read_bytes()
    assert metadata.get_all("Project-URL")
    classifiers = metadata.get_all("Classifier") or []
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13, 14)} <= set(classifiers)
    assert "Typing :: Typed" in classifiers
    assert metadata.get_all("Provides-Extra") == sorted(project.extras)
    needs = [need.replace(" ", "") for need in metadata.get_all("Requires-Dist") or [] if "extra ==" not in need]
    assert sorted(map(_parts, needs)) == sorted(map(_parts, project.dependencies))


def _parts(requirement: str) -> list[str]:
    """A requirement, whose specifiers come in any order."""
    return sorted(requirement.replace(">", ",>").replace("<", ",<").replace(",,", ",").split(","))


def test_version_is_one(built: Distributions, metadata: Message, project: Project) -> None:
    agents: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        agents.append(request.headers["user-agent"])
        return httpx.Response(200, json=[])

    with httpx.Client(transport=httpx.MockTransport(answer)) as http_client:
        datadog_llm_client.Client("key", "key", http_client=http_client).list_accounts("openai")
    edition = VendoredCopy.of(project.package, "copy", project)
    assert {
        datadog_llm_client.__version__,
        metadata["Version"],
        built.wheel.name.split("-")[1],
        built.sdist.name.removesuffix(".tar.gz").split("-")[1],
        agents[0].split()[0].removeprefix("datadog-llm-client/"),
        edition.manifest["version"],
        str(Version(project.version)),
    } == {project.version}


def test_version_stands_in_one_place(project: Project) -> None:
    # In the generated package it is output.
    for name in ("pyproject.toml", "Makefile"):
        assert f'"{project.version}"' not in (ROOT / name).read_text(encoding="utf-8")
    for directory in ("extras", "openapi", "runtime", "tools"):
        for path in (ROOT / directory).rglob("*.py"):
            assert f'"{project.version}"' not in path.read_text(encoding="utf-8"), path


@pytest.fixture
def repository(tree: Path) -> Path:
    (tree / "PKG-INFO").unlink()
    environment = plain_environment(tree.parent)
    for arguments in ("init --quiet", "add --all"):
        subprocess.run(["git", *arguments.split()], cwd=tree, env=environment, check=True)
    return tree


def test_ignored_package_is_found_out(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitignore").write_text("generated/\n", encoding="utf-8")
    with pytest.raises(ToolError):
        build(Project.load(repository), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_file_that_hatchling_leaves_out_is_found_out(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitignore").write_text("tools/generate/build.py\n", encoding="utf-8")
    with pytest.raises(
        ToolError, match=r"\.tar\.gz has the wrong content: SDist only: Git only: tools/generate/build\.py$"
    ):
        build(Project.load(repository), tmp_path / "out")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            'exclude = ["generated/datadog_llm_client/client.py"]',
            "W101: Wheel library is missing files in package tree",
        ),
        ('force-include = { "LICENSE" = "LICENSE" }', "W202: Wheel library has undeclared toplevel entry: LICENSE"),
    ],
)
def test_wheel_with_other_files_is_found_out(repository: Path, tmp_path: Path, setting: str, said: str) -> None:
    section = "[tool.hatch.build.targets.wheel]\n"
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    (repository / "pyproject.toml").write_text(text.replace(section, f"{section}{setting}\n"), encoding="utf-8")
    with pytest.raises(ToolError, match=rf"\.whl has the wrong content: .*{said}"):
        build(Project.load(repository), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_tree_with_changes_is_built(repository: Path, tmp_path: Path) -> None:
    status = ["git", "status", "--porcelain"]
    (repository / "new.py").touch()
    (repository / "CHANGELOG.md").unlink()
    before = subprocess.run(status, cwd=repository, capture_output=True, check=True).stdout
    sdist = build(Project.load(repository), tmp_path / "out").sdist
    names = {path.name for path in unpack(sdist, tmp_path / "unpacked").iterdir()}
    assert ("new.py" in names, "CHANGELOG.md" in names) == (True, False)
    assert subprocess.run(status, cwd=repository, capture_output=True, check=True).stdout == before


def test_readme_that_an_index_cannot_show_is_found_out(repository: Path, tmp_path: Path) -> None:
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    (repository / "pyproject.toml").write_text(text.replace('readme = "README.md"\n', ""), encoding="utf-8")
    with pytest.raises(ToolError, match="twine finds fault with the metadata"):
        build(Project.load(repository), tmp_path / "out")


def test_broken_project_is_one_line(repository: Path) -> None:
    (repository / "generator-config.yaml").write_text("package_version_override: not a version\n", encoding="utf-8")
    done = run(repository, "-m", "tools.build")
    assert done.returncode == 2
    assert done.stderr.startswith("build: hatchling could not build the wheel: ")
    assert not (repository / "dist").exists()


def test_old_distributions_make_room(built: Distributions, project: Project, tmp_path: Path) -> None:
    old = tmp_path / "datadog_llm_client-0.0.1-py3-none-any.whl"
    old.touch()
    (tmp_path / "other.txt").touch()
    build(project, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*(path.name for path in built.paths), "other.txt"]
    )
