"""The wheel and the sdist: their content, and that they are reproducible."""

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


def run(tree: Path, *arguments: str, umask: int = -1, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = plain_environment(tree.parent) | {"PYTHONPATH": f"{tree / 'generated'}:{tree}"} | variables
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=300, umask=umask)


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
    elsewhere = {"SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Tokyo"}
    done = run(tree, "-m", "tools.build", "--out", str(tree.parent / "again"), umask=0o077, **elsewhere)
    assert done.returncode == 0, done.stderr
    assert [sha256(tree.parent / "again" / path.name) for path in built.paths] == list(map(sha256, built.paths))


def test_sdist_tests_itself(tree: Path) -> None:
    suites = ("tests/runtime/test_retries.py", "tests/sandbox/test_fill.py", "tests/tools/contract")
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
    """Split a requirement, whose specifiers come in any order."""
    return sorted(requirement.replace(">", ",>").replace("<", ",<").replace(",,", ",").split(","))


def test_version_is_one(built: Distributions, metadata: Message, project: Project) -> None:
    agents: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        agents.append(request.headers["user-agent"])
        return httpx.Response(200, json=[])

    with httpx.Client(transport=httpx.MockTransport(answer)) as http_client:
        datadog_llm_client.Client("key", "key", http_client=http_client).list_accounts("openai")
    copy = VendoredCopy.of(project.package, "copy", project)
    assert {
        datadog_llm_client.__version__,
        metadata["Version"],
        built.wheel.name.split("-")[1],
        built.sdist.name.removesuffix(".tar.gz").split("-")[1],
        agents[0].split()[0].removeprefix("datadog-llm-client/"),
        copy.manifest["version"],
        str(Version(project.version)),
    } == {project.version}


def test_version_stands_in_one_place(project: Project) -> None:
    # The generated package contains it as output.
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


WHEEL = "[tool.hatch.build.targets.wheel]\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (".gitignore", "", "generated/\n", "^hatchling could not build the wheel|has the wrong content"),
        (
            ".gitignore",
            "",
            "tools/generate/build.py\n",
            r"\.tar\.gz has the wrong content: SDist only: Git only: tools/generate/build\.py$",
        ),
        (
            "pyproject.toml",
            WHEEL,
            f'{WHEEL}exclude = ["generated/datadog_llm_client/client.py"]\n',
            r"\.whl has the wrong content: .*W101: Wheel library is missing files in package tree",
        ),
        (
            "pyproject.toml",
            WHEEL,
            f'{WHEEL}force-include = {{ "LICENSE" = "LICENSE" }}\n',
            r"\.whl has the wrong content: .*W202: Wheel library has undeclared toplevel entry: LICENSE",
        ),
        ("pyproject.toml", 'readme = "README.md"\n', "", "twine rejects the metadata"),
        ("generator-config.yaml", "package_version_override: ", "package_version_override: x", "hatchling could not"),
    ],
)
def test_what_is_wrong_is_found_out(repository: Path, tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    text = (repository / name).read_text(encoding="utf-8") if old else ""
    assert old in text
    (repository / name).write_text(text.replace(old, new) if old else new, encoding="utf-8")
    with pytest.raises(ToolError, match=said) as caught:
        build(Project.load(repository), tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_tree_with_changes_is_built_in_place_of_the_old(repository: Path, tmp_path: Path) -> None:
    status = ["git", "status", "--porcelain"]
    (repository / "new.py").touch()
    (repository / "CHANGELOG.md").unlink()
    before = subprocess.run(status, cwd=repository, capture_output=True, check=True).stdout
    out = tmp_path / "out"
    out.mkdir()
    for name in ("datadog_llm_client-0.0.1-py3-none-any.whl", "other.txt"):
        (out / name).touch()
    distributions = build(Project.load(repository), out)
    names = {path.name for path in unpack(distributions.sdist, tmp_path / "unpacked").iterdir()}
    assert ("new.py" in names, "CHANGELOG.md" in names) == (True, False)
    assert subprocess.run(status, cwd=repository, capture_output=True, check=True).stdout == before
    assert {path.name for path in out.iterdir()} == {*(path.name for path in distributions.paths), "other.txt"}
