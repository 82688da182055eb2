"""What `make vendor` refuses, leaving everything as it was."""

import ctypes
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import Source, run, run_mounted, tree
from tools.console import FOUND, ToolError
from tools.project import ROOT, Project
from tools.vendoring import VendoredCopy, install
from tools.vendoring.__main__ import vendor
from tools.vendoring.check import read_manifest
from tools.vendoring.install import locate


@pytest.mark.parametrize(
    "name", ["", "class", "None", "dd-llm", "1st", "a.b", "../x", "a b", "a/b", "__pycache__", "x\n", ".", "ﬁne"]
)
def test_name_that_cannot_be_imported(name: str, tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match=r"^NAME .*import") as caught:
        locate(str(tmp_path), name, project)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["dd_llm", "match", "données", "_private"])
def test_name_that_can_be_imported(name: str, tmp_path: Path, project: Project) -> None:
    assert locate(str(tmp_path), name, project) == tmp_path / name


@pytest.mark.parametrize(
    "destination",
    [".", "generated", "generated/datadog_llm_client", "generated/datadog_llm_client/models", "runtime", "new"],
)
def test_destination_in_this_repository(destination: str, project: Project) -> None:
    with pytest.raises(ToolError, match="is in this repository"):
        locate(str(ROOT / destination), "datadog_llm_client", project)


def test_destination_in_this_repository_through_a_link(tmp_path: Path, project: Project) -> None:
    (tmp_path / "link").symlink_to(ROOT / "generated")
    with pytest.raises(ToolError, match="is in this repository"):
        locate(str(tmp_path / "link"), "datadog_llm_client", project)


def test_copy_that_would_hold_this_repository(tmp_path: Path, project: Project) -> None:
    inside = replace(project, root=tmp_path / "app" / "clone")
    with pytest.raises(ToolError, match="is in this repository"):
        locate(str(tmp_path), "app", inside)


def test_destination_that_is_a_file(tmp_path: Path, project: Project) -> None:
    (tmp_path / "file").touch()
    for destination in ("file", "file/deeper/still"):
        with pytest.raises(ToolError, match=r"is not a directory: .*/file is a file$"):
            locate(str(tmp_path / destination), "datadog_llm_client", project)


def test_destination_that_is_missing_or_a_loop(tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match=r"^DEST is missing"):
        locate("", "datadog_llm_client", project)
    (tmp_path / "loop").symlink_to("loop")
    done = run("-m", "tools.vendoring", tmp_path / "loop")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


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


def test_local_edits_are_listed_and_kept(source: Source, place: Path) -> None:
    vendor(source.copy(), place)
    (place / "__init__.py").write_text("patched")
    (place / "models" / "old.py").unlink()
    (place / "mine.py").touch()
    before = tree(place)
    with pytest.raises(ToolError) as caught:
        vendor(source.copy("2.0.0"), place)
    assert caught.value.code == FOUND
    assert str(caught.value).splitlines() == [
        f"{place} was changed since it was vendored; FORCE=1 would lose:",
        "    edited: __init__.py",
        "    extra: mine.py",
        "    missing: models/old.py",
    ]
    assert tree(place) == before
    vendor(source.copy("2.0.0"), place, force=True)
    assert tree(place) == source.copy("2.0.0").files


def test_broken_manifest_needs_force(source: Source, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor(source.copy(), place)
    (place / "mine.py").touch()
    (place / "_vendored" / "manifest.json").write_text("<<<<<<< HEAD")
    with pytest.raises(ToolError, match="FORCE=1 would lose:\n    whatever was changed, which nothing can tell: "):
        vendor(source.copy(), place)
    capsys.readouterr()
    vendor(source.copy(), place, force=True)
    assert f"{place}: datadog-llm-client 1.0.0, 1 file(s) changed, 1 removed\n" in capsys.readouterr().out
    assert tree(place) == source.copy().files


def test_no_package_to_copy(tmp_path: Path, project: Project) -> None:
    with pytest.raises(ToolError, match="run `make generate`"):
        VendoredCopy.of(tmp_path, "datadog_llm_client", project)


SCRIPT = """
import sys
from pathlib import Path
from tools.vendoring import __main__ as command
from tools.vendoring import VendoredCopy
source, sizes = Path(sys.argv[1]), sys.argv[3:]
class Growing(VendoredCopy):
    # A package of the size that the test asks for.
    @classmethod
    def of(cls, package, name, project):
        return VendoredCopy.of(source, name, project)
command.VendoredCopy = Growing
for size in sizes:
    (source / "big.py").write_bytes(b"#" * int(size))
    print(command.main([sys.argv[2]]), flush=True)
"""


def test_full_disk_leaves_the_old_copy(source: Source, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    script = '"$1" -c "$2" "$3" "$0/acme" 1000 300000; "$1" "$0"/acme/*/_vendored/check.py; ls -A "$0/acme"'
    done = run_mounted("size=200k", disk, script, SCRIPT, source.directory)
    place = disk / "acme" / "datadog_llm_client"
    assert done.stderr == f"vendor: {place}: No space left on device; nothing was changed\n"
    codes = [line for line in done.stdout.splitlines() if line in ("0", "2")]
    assert codes == ["0", "2"]
    assert done.stdout.splitlines()[-2:] == [
        f"{place}: datadog-llm-client {source.project.load().version}, as it was vendored",
        "datadog_llm_client",
    ]


def test_full_disk_leaves_no_new_directories(source: Source, tmp_path: Path) -> None:
    script = '"$1" -c "$2" "$3" "$0/a/b/c" 300000; ls -A "$0"'
    done = run_mounted("size=200k", tmp_path / "disk", script, SCRIPT, source.directory)
    assert done.stdout == "2\n"
    assert done.stderr.endswith("/a/b/c/datadog_llm_client: No space left on device; nothing was changed\n")


@pytest.mark.generated
def test_read_only_file_system(tmp_path: Path) -> None:
    script = 'mount -o remount,ro "$0" && "$1" -m tools.vendoring "$0/acme"; echo $?; ls -A "$0"'
    done = run_mounted("size=1m", tmp_path / "disk", script)
    assert done.stdout == "2\n"
    assert done.stderr == (
        f"vendor: {tmp_path}/disk/acme/datadog_llm_client: Read-only file system; nothing was changed\n"
    )


@pytest.mark.generated
@pytest.mark.skipif(sys.platform != "linux", reason="/proc is where Linux lets nobody write")
def test_destination_where_nobody_may_write() -> None:
    done = run("-m", "tools.vendoring", "/proc/acme")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("vendor: /proc/acme/datadog_llm_client: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("exchange", [True, False])
def test_failing_halfway_keeps_the_old_copy(
    source: Source, place: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    vendor(source.copy(), place)
    if not exchange:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    write, rename, calls = Path.write_bytes, Path.rename, []

    def failing_rename(path: Path, target: Path) -> Path:
        calls.append(path.name)
        if path.name == place.name and len(calls) == 2:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    def failing_write(path: Path, data: bytes) -> int:
        if path.name == "py.typed":
            raise OSError(5, "Input/output error")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes" if exchange else "rename", failing_write if exchange else failing_rename)
    with pytest.raises(OSError, match="Input/output error"):
        install(source.copy("2.0.0"), place)
    monkeypatch.undo()
    assert tree(place) == source.copy().files
    assert list(place.parent.iterdir()) == [place]


def test_without_the_system_call_two_renames_do(source: Source, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor(source.copy(), place)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    vendor(source.copy("2.0.0"), place)
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
    for index in range(100):
        install(copies[(index + 1) % 2], place)
    done.set()
    reader.join()
    assert missed == []
