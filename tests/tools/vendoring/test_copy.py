"""What `make vendor` installs in a host."""

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import Source, run, tree
from tools.project import ROOT, Project
from tools.vendoring.__main__ import vendor
from tools.vendoring.check import differences, read_manifest
from tools.vendoring.install import locate


def test_copy_is_the_package_with_licence_manifest_and_check(source: Source, place: Path) -> None:
    vendor(source.copy(), place)
    expected = {"LICENSE", ".gitattributes", "_vendored/manifest.json", "_vendored/check.py"}
    assert tree(place).keys() == tree(source.directory).keys() | expected
    assert {name: text for name, text in tree(place).items() if name not in expected} == tree(source.directory)
    assert (place / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert list(place.parent.iterdir()) == [place]


def test_manifest_says_what_was_copied(source: Source, place: Path, project: Project) -> None:
    vendor(source.copy(), place)
    manifest = json.loads((place / "_vendored" / "manifest.json").read_text(encoding="utf-8"))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in tree(place).items()}
    del hashes["_vendored/manifest.json"]
    contract = ROOT / "openapi" / "llm-obs-integrations.yaml"
    assert manifest == {
        "distribution": "datadog-llm-client",
        "name": "datadog_llm_client",
        "version": "1.0.0",
        "contract_sha256": hashlib.sha256(contract.read_bytes()).hexdigest(),
        "generator": project.generator,
        "requires_python": ">=3.11",
        "dependencies": ["alpha>=1,<2", "beta>=3"],
        "optional_dependencies": {"fast": ["gamma"]},
        "files": hashes,
    }
    assert project.generator.startswith("openapi-python-client==")


def test_prints_what_the_host_has_to_depend_on(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy(), place)
    assert capsys.readouterr().out.splitlines() == [
        f"{place}: datadog-llm-client 1.0.0, 8 files",
        "The host has to depend on:",
        "    alpha>=1,<2",
        "    beta>=3",
        "and, to use fast, on:",
        "    gamma",
        f"Its CI can run: python {place}/_vendored/check.py",
    ]


def stamps(directory: Path) -> dict[Path, tuple[int, int]]:
    """Return what would change if a file were written, even with the same content."""
    found = {path: path.stat() for path in [directory, *directory.rglob("*")]}
    return {path: (status.st_ino, status.st_mtime_ns) for path, status in found.items()}


def test_vendoring_twice_changes_nothing(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy(), place)
    before = stamps(place)
    vendor(source.copy(), place)
    assert stamps(place) == before
    assert capsys.readouterr().out.splitlines()[-1] == f"{place}: datadog-llm-client 1.0.0, identical to before"


def test_newer_version_replaces_changed_files_and_removes_old_ones(
    source: Source, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor(source.copy(), place)
    capsys.readouterr()
    (source.directory / "models" / "old.py").unlink()
    source.write("models/new.py", "B = 2\n")
    vendor(source.copy("2.0.0"), place)
    assert not (place / "models" / "old.py").exists()
    assert (place / "models" / "new.py").read_text() == "B = 2\n"
    assert differences(place, read_manifest(place)) == []
    # the new file and the manifest
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{place}: datadog-llm-client 2.0.0, 2 file(s) changed, 1 removed",
        "It replaces 1.0.0.",
    ]


def test_says_which_version_it_replaces(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy("1.10.0"), place)
    assert "replaces" not in capsys.readouterr().out
    for version, said in (
        ("1.0.0", "It replaces 1.10.0, which is newer."),
        ("local", "It replaces 1.0.0."),
        ("1.0.0", "It replaces local."),
    ):
        vendor(source.copy(version), place)
        assert capsys.readouterr().out.splitlines()[1] == said


def test_says_that_the_destination_is_new(source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for expected in (1, 0):
        vendor(source.copy(), tmp_path / "misspelt" / "_vendor" / "copy")
        assert capsys.readouterr().out.count(f"{tmp_path}/misspelt/_vendor: created\n") == expected


def test_compiled_python_is_neither_copied_nor_an_edit(source: Source, place: Path) -> None:
    source.write("models/__pycache__/old.cpython-311.pyc", "compiled")
    vendor(source.copy(), place)
    assert not (place / "models" / "__pycache__").exists()
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "x.pyc").touch()
    vendor(source.copy("2.0.0"), place)
    assert read_manifest(place)["version"] == "2.0.0"


@pytest.mark.parametrize("destination", ["with space", "données-日本", "quote'\"s", "-dash", "link"])
def test_any_directory_will_do(source: Source, tmp_path: Path, project: Project, destination: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    place = locate(str(tmp_path / destination), "dd_llm", project)
    vendor(source.copy(name="dd_llm"), place)
    assert place == (tmp_path / destination).resolve() / "dd_llm"
    assert read_manifest(place)["name"] == "dd_llm"
    check = run(place / "_vendored" / "check.py", cwd=tmp_path)
    assert (check.returncode, check.stderr) == (0, "")
    assert check.stdout == f"{place}: datadog-llm-client 1.0.0, as it was vendored\n"


def test_files_have_the_usual_permissions(source: Source, place: Path) -> None:
    # A temporary directory is private; the copy is not, and follows the umask like every file of the host.
    umask = os.umask(0o022)
    try:
        vendor(source.copy(), place)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(place.stat().st_mode) == 0o755
    assert stat.S_IMODE((place / "models").stat().st_mode) == 0o755
    assert stat.S_IMODE((place / "__init__.py").stat().st_mode) == 0o644


def test_new_directories_in_a_package_are_packages(source: Source, tmp_path: Path) -> None:
    acme = tmp_path / "acme"
    (acme / "there").mkdir(parents=True)
    (acme / "__init__.py").touch()
    vendor(source.copy(), acme / "_vendor" / "deep" / "copy")
    vendor(source.copy(), acme / "there" / "copy")
    vendor(source.copy(), tmp_path / "other" / "_vendor" / "copy")
    found = [path.parent.relative_to(tmp_path) for path in tmp_path.rglob("__init__.py")]
    made = {str(path) for path in found if not {"copy", "source"} & set(path.parts)}
    assert made == {"acme", "acme/_vendor", "acme/_vendor/deep"}
