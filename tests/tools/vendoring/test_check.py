"""`make vendor-check`, and the check inside a copy."""

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


def test_edited_missing_and_extra_files(copy: Path, tmp_path: Path) -> None:
    original = (copy / "__init__.py").rename(tmp_path / "same.py")
    (copy / "__init__.py").symlink_to(original)  # a link is not the file
    (copy / "loop").symlink_to(copy)
    (copy / "models" / "__init__.py").write_bytes(b"A = 1\r\n")  # line ends count
    (copy / "models" / "old.py").unlink()
    (copy / "models" / "mine.py").touch()
    for name in ("LICENSE", "py.typed", "_vendored/check.py", ".gitattributes"):
        with (copy / name).open("ab") as file:
            file.write(b"#")
    moved = copy.rename(tmp_path / "moved")
    done = run(moved / "_vendored" / "check.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "edited: .gitattributes",
        "edited: LICENSE",
        "edited: __init__.py",
        "edited: _vendored/check.py",
        "extra: loop",
        "edited: models/__init__.py",
        "extra: models/mine.py",
        "missing: models/old.py",
        "edited: py.typed",
        f"{moved}: 9 file(s) differ from datadog-llm-client 1.0.0",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
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
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{copy}/_vendored/manifest.json: not ")


def test_no_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor_check.report(tmp_path / "none") == 2
    assert capsys.readouterr().err == f"{tmp_path}/none/_vendored/manifest.json: No such file or directory\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        ("1.0.0", "1.0.0", "No newer version is available here."),
        (
            "1.9.0",
            "1.10.0",
            "A newer version is available here: 1.10.0. Run `make vendor` again to update.",
        ),
        ("2.0.0", "1.0.0", "This repository is at 1.0.0, which is older."),
        ("local", "1.0.0", "This repository is at 1.0.0."),
    ],
)
def test_says_whether_a_newer_version_exists(
    source: Source, place: Path, theirs: str, ours: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor(source.copy(theirs), place)
    for code in (0, 1):
        assert check(source.copy(ours), place) == code
        assert capsys.readouterr().out.splitlines()[-1] == said
        (place / "py.typed").write_text("edited")


def test_same_version_with_other_files(source: Source, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write("models/new.py", "")
    assert check(source.copy(), copy) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "This repository is at 1.0.0 too, but its files differ."


def test_modules_named_as_those_of_the_standard_library(source: Source, place: Path) -> None:
    # The package has a types.py. A check next to it could not even import json.
    for name in ("types", "json"):
        assert name in sys.stdlib_module_names
        source.write(f"{name}.py", "raise RuntimeError\n")
    vendor(source.copy(), place)
    assert run("-S", place / "_vendored" / "check.py").returncode == 0


def test_manifest_is_stable_json(copy: Path) -> None:
    text = (copy / "_vendored" / "manifest.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2) + "\n"
