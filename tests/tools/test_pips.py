"""The Makefile installs lists with hashes with the pips of all Pythons, whatever is released."""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.version import Version

from tests.support.web import handing_out
from tests.tools.publish.helpers import plain_environment, sha256, write_wheel
from tools.installer import pip
from tools.project import ROOT

pytestmark = [pytest.mark.generated, pytest.mark.slow]

# The entry of each version, with hashes. Python 3.12 lacks modules that older pips import.
PINS = {
    pin["version"]: pin[0]
    for pin in re.finditer(
        r"^pip==(?P<version>\S+)(?: \\\n .*)+",
        (ROOT / "requirements" / "pips.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
LEAST = {(3, 11): Version("22.3"), (3, 12): Version("23.2.1")}.get(sys.version_info[:2], Version("24.2"))
PIPS = [version for version in PINS if Version(version) >= LEAST]
PARTS = [f"part-{number}" for number in range(10)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An index of ten packages, and a list made before the first of them had a newer release."""
    root = tmp_path_factory.mktemp("index")
    # The extra of the first package requires another, which is in the list, too.
    extra = {PARTS[0]: ["Provides-Extra: more", f"Requires-Dist: {PARTS[2]}; extra == 'more'"]}
    needs = {PARTS[1]: [f"Requires-Dist: {PARTS[0]}[more]>=1.0"]}
    lines = []
    for name in PARTS:
        page = root / "simple" / name
        page.mkdir(parents=True)
        for version in ("1.0", "1.1") if name == PARTS[0] else ("1.0",):
            wheel = write_wheel(page, name, version, fields=[*extra.get(name, []), *needs.get(name, [])])
            if version == "1.0":
                lines.append(f"{name}==1.0 \\\n    --hash=sha256:{sha256(wheel)}\n")
        links = [f'<a href="{wheel.name}">{wheel.name}</a>' for wheel in page.iterdir()]
        (page / "index.html").write_text(f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>", encoding="utf-8")
    listed = root / "listed.txt"
    listed.write_text("".join(lines), encoding="utf-8")
    with handing_out(root) as url:
        yield f"{url}/simple/", listed


def environment_with(version: str, directory: Path) -> Path:
    """Create a virtual environment with a version of pip."""
    venv.create(directory, symlinks=True)
    pinned = directory / "pip.txt"
    pinned.write_text(PINS[version], encoding="utf-8")
    done = pip(directory, "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", str(pinned))
    assert done.returncode == 0, done.stderr
    return directory


def make(environment: Path, recipe: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a recipe with the variables of the Makefile."""
    command = ["make", "--silent", f"--eval=recipe: ; {recipe}", "recipe", f"VENV={environment}"]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=900)


def versions(environment: Path) -> dict[str, str]:
    found = metadata.distributions(path=[str(path) for path in environment.glob("lib/python*/site-packages")])
    return {distribution.name: distribution.version for distribution in found}


@pytest.mark.parametrize("version", PIPS)
def test_a_list_that_is_a_release_behind(version: str, house: tuple[str, Path], tmp_path: Path) -> None:
    index, listed = house
    environment = environment_with(version, tmp_path / "environment")
    variables = plain_environment(tmp_path) | {"PIP_INDEX_URL": index}
    done = make(environment, f"$(PINNED) '{listed}' && $(FITS)", variables)
    assert done.returncode == 0, done.stderr
    assert versions(environment) == {name: "1.0" for name in PARTS} | {"pip": version}


def test_a_list_that_lacks_something_is_found_out(house: tuple[str, Path], tmp_path: Path) -> None:
    index, listed = house
    environment = environment_with(PIPS[0], tmp_path / "environment")
    short = tmp_path / "short.txt"
    short.write_text("".join(listed.read_text(encoding="utf-8").partition(PARTS[1])[1:]), encoding="utf-8")
    done = make(environment, f"$(PINNED) '{short}' && $(FITS)", plain_environment(tmp_path) | {"PIP_INDEX_URL": index})
    assert done.returncode != 0
    assert f"{PARTS[1]} 1.0 requires {PARTS[0]}, which is not installed" in done.stdout


def test_the_whole_list_with_the_oldest_pip(tmp_path: Path) -> None:
    environment = environment_with(PIPS[0], tmp_path / "environment")
    done = make(environment, "$(PINNED) requirements/dev.txt && $(FITS)", dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert {"pytest", "openapi-python-client"} <= versions(environment).keys()
    shutil.rmtree(environment)
