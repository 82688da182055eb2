"""The pages that are written from the package: complete, and up to date."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import datadog_llm_client
import pytest
from datadog_llm_client import errors, models

from tools.docs.__main__ import main
from tools.docs.navigation import opening, pages
from tools.project import ROOT

pytestmark = pytest.mark.generated

API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the pages are written from, and of the pages."""
    root = tmp_path / "project"
    for name in ("docs", "generated"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", ".building-*"))
    shutil.copy(ROOT / "zensical.toml", root)
    return root


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_pages_are_up_to_date() -> None:
    assert main(["--check"]) == 0


def test_every_public_name_is_listed() -> None:
    listed = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", API))
    methods = {name for name in vars(datadog_llm_client.Client) if not name.startswith("_")}
    assert methods | set(models.__all__) | set(errors.__all__) - {"ErrorDetail"} <= listed


def test_a_change_of_the_package_is_found_and_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        project / "generated/datadog_llm_client/client.py", "List the accounts connected", "Tell the accounts connected"
    )
    edit(project / "docs/errors.md", "A method returns the parsed model or raises.", "It returns, or [raises](api.md).")
    before = (project / "docs/api.md").read_text(encoding="utf-8")
    assert main(["--check"], project) == 1
    assert capsys.readouterr().err == "docs: docs/api.md, docs/llms.txt: not as `make generate` writes it\n"
    assert (project / "docs/api.md").read_text(encoding="utf-8") == before
    assert main([], project) == 0
    assert main(["--check"], project) == 0
    assert "Tell the accounts connected" in (project / "docs/api.md").read_text(encoding="utf-8")
    assert "(errors.md): It returns, or raises.\n" in (project / "docs/llms.txt").read_text(encoding="utf-8")


def test_a_package_that_cannot_be_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / "generated/datadog_llm_client/client.py", "class Client", "klass Client")
    assert main(["--check"], project) == 2
    assert capsys.readouterr().err.startswith("docs: generated/datadog_llm_client: cannot be read")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# Title\n\nOne [link](a.md) and\n**more**. Two.\n", "One link and more."),
        ("<!-- Not\n\nthis. -->\n# T\n\n!!! note\n\nThis:\n\n```\ncode.\n```\n", "This."),
        ("# T\n\n| a. | b |\n|---|---|\n\nVersion 1.2 is out: use it.\n", "Version 1.2 is out: use it."),
    ],
)
def test_what_a_page_begins_with(text: str, sentence: str) -> None:
    assert opening(text) == sentence


def test_llms_txt_has_every_page_that_is_written_by_hand() -> None:
    listed = re.findall(r"\]\(([^)]+)\)", (ROOT / "docs" / "llms.txt").read_text(encoding="utf-8"))
    assert listed == [page.name for page in pages(ROOT) if not page.name.startswith("reference/")]
