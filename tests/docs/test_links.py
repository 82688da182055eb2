"""Links of the README and the pages lead somewhere, on a code host and on the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.docs.navigation import pages
from tools.docs.site import problems
from tools.project import ROOT

DOCS = ROOT / "docs"
MARKDOWN = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
#: What mkdocstrings puts on a page of the reference: its anchors are checked by `make docs` alone.
DIRECTIVE = re.compile(r"(?m)^::: ")


def prose(path: Path) -> str:
    """What a page says outside its code."""
    return re.sub(r"(?ms)^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The anchors of the headings of a page, as code hosts and the site make them."""
    text = re.sub(r"(?ms)^```.*?^```$", "", path.read_text(encoding="utf-8"))
    return {
        re.sub(r"[ ]", "-", re.sub(r"[^\w -]", "", heading.lower())) for heading in re.findall(r"(?m)^#+ (.*)$", text)
    }


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        assert page.exists(), f"{target} does not exist"
        if anchor and not DIRECTIVE.search(page.read_text(encoding="utf-8")):
            assert anchor in anchors(page), f"{target} has no such heading"
        # The site is built from docs/ alone.
        assert page.is_relative_to(DOCS) or not path.is_relative_to(DOCS), f"{target} is not part of the site"


def test_every_page_is_in_the_navigation_once() -> None:
    names = [page.name for page in pages(ROOT)]
    assert sorted(names) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_problems_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "index.html").write_text(
        """<a href="../style.css">there</a> <a href="..">top</a> <a href="#part">here</a> <a href="/guide/">here</a>
        <a href="https://example.com/">elsewhere</a> <a href="mailto:a@example.com">mail</a>
        <a href="../other/">gone</a> <img src="picture.svg"> <img src="data:image/gif;base64,R0lGOD">
        <script src="https://cdn.example.com/x.js"></script> <link rel="stylesheet" href="../style.css?v=1#x">""",
        encoding="utf-8",
    )
    (tmp_path / "index.html").write_text('<a href="guide/">guide</a> <a href="a%20b.txt">text</a>', encoding="utf-8")
    (tmp_path / "style.css").touch()
    (tmp_path / "a b.txt").touch()
    assert [*problems(tmp_path)] == [
        "guide/index.html: loads https://cdn.example.com/x.js from another host",
        "guide/index.html: picture.svg leads nowhere",
        "guide/index.html: ../other/ leads nowhere",
    ]
