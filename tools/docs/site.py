"""The built site: what the strict build does not look at, and the sources of the pages beside them."""

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .llms import MADE
from .navigation import DIRECTORY, pages

#: Where a page names what it loads, and what it leads to.
LOADED = {"audio": "src", "iframe": "src", "img": "src", "link": "href", "script": "src", "source": "src"}


class _References(HTMLParser):
    """The addresses in a page: those of what it loads, and those of what it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if address := found.get(LOADED.get(tag, "")):
            self.loaded.append(address)
        elif tag == "a" and (address := found.get("href")):
            self.linked.append(address)


def problems(site: Path) -> Iterator[str]:
    """Give a line for each address of a page that leads nowhere, and for each part that is loaded from another host."""
    for page in sorted(site.rglob("*.html")):
        references = _References()
        references.feed(page.read_text(encoding="utf-8"))
        name = page.relative_to(site).as_posix()
        for address in references.loaded:
            if urlsplit(address).netloc:
                yield f"{name}: loads {address} from another host"
        for address in dict.fromkeys(references.loaded + references.linked):
            if not _leads_somewhere(site, page, address):
                yield f"{name}: {address} leads nowhere"


def _leads_somewhere(site: Path, page: Path, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return True  # of other hosts nothing is known here, and anchors are the build's to check
    path = unquote(parts.path)
    # The page for what is not found stands everywhere, so its addresses begin at the top.
    target = site / path.lstrip("/") if path.startswith("/") else page.parent / path
    return (target / "index.html").is_file() if target.is_dir() else target.is_file()


def add_sources(root: Path, site: Path) -> None:
    """Put the Markdown of the pages beside them, as `llms.txt` names it."""
    for page in pages(root):
        if not page.name.startswith(MADE):
            (site / page.name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / DIRECTORY / page.name, site / page.name)
