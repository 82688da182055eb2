"""What `make vendor` refuses, without changing anything."""

import ctypes
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import Source, tree
from tools.console import FOUND, ToolError
from tools.project import ROOT, Project
from tools.vendoring import VendoredCopy, install
from tools.vendoring.__main__ import vendor
from tools.vendoring.check import read_manifest
from tools.vendoring.install import locate


@pytest.mark.parametrize("name", ["", "class", "dd-llm", "../x", "__pycache__", "x\n", "ﬁne"])
def test_name_that_cannot_be_imported(name: str, tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match=r"^NAME .*import") as caught:
        locate(str(tmp_path), name, project)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["dd_llm", "match", "données", "_private"])
def test_name_that_can_be_imported(name: str, tmp_path: Path, project: Project) -> None:
    assert locate(str(tmp_path), name, project) == tmp_path / name


@pytest.mark.parametrize("destination", [".", "generated/datadog_llm_client/models", "new", "link"])
def test_destination_in_this_repository(destination: str, tmp_path: Path, project: Project) -> None:
    (tmp_path / "link").symlink_to(ROOT / "generated")
    place = tmp_path / "link" if destination == "link" else ROOT / destination
    with pytest.raises(ToolError, match="is in this repository"):
        locate(str(place), "datadog_llm_client", project)


def test_copy_that_would_hold_this_repository(tmp_path: Path, project: Project) -> None:
    inside = replace(project, root=tmp_path / "app" / "clone")
    with pytest.raises(ToolError, match="is in this repository"):
        locate(str(tmp_path), "app", inside)


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("file", "is not a directory: .*/file is a file$"),
        ("file/deeper/still", "is not a directory: .*/file is a file$"),
        ("loop", "^DEST .*loop"),
        ("loop/deeper", "^DEST .*loop"),
    ],
)
def test_destination_that_is_no_directory(destination: str, said: str, tmp_path: Path, project: Project) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ToolError, match=said) as caught:
        locate(str(tmp_path / destination), "datadog_llm_client", project)
    assert "\n" not in str(caught.value)


def test_place_that_is_a_file_or_a_link(tmp_path: Path, project: Project) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("file", "link", "dangling"):
        with pytest.raises(ToolError, match=f"/{name} exists and is not a directory"):
            locate(str(tmp_path), name, project)


@pytest.mark.parametrize("files", [[], ["theirs.py"]])
def test_directory_that_it_did_not_make(source: Source, place: Path, files: list[str]) -> None:
    place.mkdir()
    for name in files:
        (place / name).touch()
    for force in (False, True):
        with pytest.raises(ToolError, match="was not made by `make vendor`"):
            vendor(source.copy(), place, force=force)
    assert sorted(tree(place)) == files


def test_local_edits_are_listed_and_kept(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy(), place)
    (place / "__init__.py").write_text("patched")
    (place / "models" / "old.py").unlink()
    (place / "mine.py").touch()
    (place / "link").symlink_to("nowhere")
    before, edits = tree(place), ["edited: __init__.py", "extra: link", "extra: mine.py", "missing: models/old.py"]
    with pytest.raises(ToolError) as caught:
        vendor(source.copy("2.0.0"), place)
    assert caught.value.code == FOUND
    title, *lines = str(caught.value).splitlines()
    assert title == f"{place} has local changes, which FORCE=1 would discard:"
    assert lines == [f"    {edit}" for edit in edits]
    assert tree(place) == before

    capsys.readouterr()
    vendor(source.copy(), place, force=True)
    assert tree(place) == source.copy().files
    assert capsys.readouterr().out.splitlines()[:6] == [
        f"{place}: datadog-llm-client 1.0.0, 2 file(s) changed, 2 removed",
        "Discarded, because of FORCE=1:",
        *lines,
    ]


def test_broken_manifest_needs_force(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy(), place)
    (place / "_vendored" / "manifest.json").write_text("<<<<<<< HEAD")
    with pytest.raises(ToolError, match="which FORCE=1 would discard:\n    unknown changes: "):
        vendor(source.copy(), place)
    vendor(source.copy(), place, force=True)
    assert f"{place}: datadog-llm-client 1.0.0, 1 file(s) changed, 0 removed\n" in capsys.readouterr().out
    assert tree(place) == source.copy().files


def test_no_package_to_copy(tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match="run `make generate`"):
        VendoredCopy.of(tmp_path, "datadog_llm_client", project)


@contextmanager
def small_disk() -> Iterator[None]:
    """Limit files to 100 kB, as a nearly full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk_leaves_everything_as_it_was(source: Source, place: Path, tmp_path: Path) -> None:
    vendor(source.copy(), place)
    before = tree(place)
    source.write("zzz.py", "#" * 200_000)
    for target in (place, tmp_path / "new" / "deep" / "copy"):
        with small_disk(), pytest.raises(ToolError, match=r"/\w+: File too large; nothing was changed$"):
            vendor(source.copy("2.0.0"), target)
    assert tree(place) == before
    assert list(place.parent.iterdir()) == [place]
    assert not (tmp_path / "new").exists()


def test_without_the_system_call_two_renames_do(source: Source, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor(source.copy(), place)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    rename, renamed = Path.rename, []

    def fail_second(path: Path, target: Path) -> Path:
        renamed.append(path.name)
        if renamed == [place.name, place.name]:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail_second)
        with pytest.raises(OSError, match="Input/output error"):
            install(source.copy("2.0.0"), place)
    assert tree(place) == source.copy().files
    install(source.copy("2.0.0"), place)
    assert tree(place) == source.copy("2.0.0").files
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.skipif(sys.platform != "linux", reason="the exchange in one step is Linux's renameat2")
def test_whoever_looks_finds_a_whole_copy(source: Source, place: Path) -> None:
    copies = [source.copy("1.0.0"), source.copy("2.0.0")]
    install(copies[0], place)
    done, missed = threading.Event(), []

    def look() -> None:
        while not done.is_set():
            try:
                read_manifest(place)
            except Exception as error:
                missed.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for index in range(30):
        install(copies[(index + 1) % 2], place)
    done.set()
    reader.join()
    assert missed == []
