"""`make vendor-check`, and its copy in the host."""

import json
import sys
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import Source, run
from tools.vendoring import check as vendor_check
from tools.vendoring.__main__ import check, vendor


@pytest.fixture
def copy(source: Source, place: Path) -> Path:
    vendor(source.copy(), place)
    return place


def test_edited_missing_and_extra_files(copy: Path) -> None:
    (copy / "__init__.py").write_text("edited")
    (copy / "models" / "old.py").unlink()
    (copy / "models" / "mine.py").touch()
    run_check = run(copy / "_vendored" / "check.py", cwd=copy.parent)
    assert (run_check.returncode, run_check.stdout) == (1, "")
    assert run_check.stderr.splitlines() == [
        "edited: __init__.py",
        "extra: models/mine.py",
        "missing: models/old.py",
        f"{copy}: 3 file(s) differ from datadog-llm-client 1.0.0",
    ]


@pytest.mark.parametrize("name", ["LICENSE", "py.typed", "_vendored/check.py", ".gitattributes"])
def test_every_file_counts(copy: Path, name: str) -> None:
    with (copy / name).open("ab") as file:
        file.write(b"#")
    assert vendor_check.differences(copy, vendor_check.read_manifest(copy)) == [f"edited: {name}"]


def test_line_ends_count(copy: Path) -> None:
    (copy / "__init__.py").write_bytes((copy / "__init__.py").read_bytes().replace(b"\n", b"\r\n"))
    assert vendor_check.report(copy) == 1


def test_links_are_not_followed(copy: Path, tmp_path: Path) -> None:
    original = (copy / "__init__.py").rename(tmp_path / "same.py")
    (copy / "__init__.py").symlink_to(original)
    (copy / "loop").symlink_to(copy)
    found = vendor_check.differences(copy, vendor_check.read_manifest(copy))
    assert found == ["edited: __init__.py", "extra: loop"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"files": {}}',
        '{"distribution": "a", "version": 1, "files": {}}',
        '{"distribution": "a", "version": "1", "files": []}',
        "<<<<<<< HEAD\n{}",
        "\0\udcff",
    ],
)
def test_broken_manifest(copy: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "_vendored" / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert vendor_check.report(copy) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{copy}/_vendored/manifest.json: not ")


def test_no_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor_check.report(tmp_path / "none") == 2
    assert capsys.readouterr().err == f"{tmp_path}/none/_vendored/manifest.json: No such file or directory\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        ("1.0.0", "1.0.0", "No newer version exists here."),
        ("1.9.0", "1.10.0", "A newer version exists here: 1.10.0. `make vendor` with the same DEST brings it."),
        ("1.0.0rc1", "1.0.0", "A newer version exists here: 1.0.0. `make vendor` with the same DEST brings it."),
        ("2.0.0", "1.0.0", "This repository is at 1.0.0, which is older."),
        ("1.0", "1.0.0", "This repository is at 1.0.0."),
        ("local", "1.0.0", "This repository is at 1.0.0."),
    ],
)
def test_says_whether_a_newer_version_exists(
    source: Source, place: Path, theirs: str, ours: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor(source.copy(theirs), place)
    assert check(source.copy(ours), place) == 0
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_says_it_of_an_edited_copy_too(source: Source, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "__init__.py").unlink()
    assert check(source.copy("2.0.0"), copy) == 1
    assert "A newer version exists here: 2.0.0." in capsys.readouterr().out


def test_same_version_with_other_files(source: Source, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write("models/new.py", "")
    assert check(source.copy(), copy) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "This repository is at 1.0.0 too, with other files."


def test_moved_copy_is_checked_where_it_is(copy: Path, tmp_path: Path) -> None:
    copy.rename(tmp_path / "moved")
    assert run(tmp_path / "moved" / "_vendored" / "check.py", cwd=tmp_path).returncode == 0


def test_module_of_the_package_named_as_one_of_the_standard_library(source: Source, place: Path) -> None:
    # The package has a types.py; a check that lay beside it could not even import json.
    source.write("types.py", "raise RuntimeError\n")
    source.write("json.py", "raise RuntimeError\n")
    vendor(source.copy(), place)
    assert run("-S", place / "_vendored" / "check.py").returncode == 0
    assert "types" in sys.stdlib_module_names


def test_manifest_is_stable_json(copy: Path) -> None:
    text = (copy / "_vendored" / "manifest.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2) + "\n"
