"""Checks the built site beyond the strict build, and adds the sources of the pages."""

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .llms import MADE
from .navigation import DIRECTORY, pages

#: The attributes that name what a page loads.
LOADED = {"audio": "src", "iframe": "src", "img": "src", "link": "href", "script": "src", "source": "src"}


class _References(HTMLParser):
    """The addresses in a page: of what it loads, and of its links."""

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
    """Yield a line for each address that leads nowhere, and for each part that is loaded from another host."""
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
        return True  # other hosts are not checked, and the build checks anchors
    path = unquote(parts.path)
    # The page for missing pages is shown anywhere, so its addresses are absolute.
    target = site / path.lstrip("/") if path.startswith("/") else page.parent / path
    return (target / "index.html").is_file() if target.is_dir() else target.is_file()


def add_sources(root: Path, site: Path) -> None:
    """Copy the Markdown of the pages next to them, where `llms.txt` refers to it."""
    for page in pages(root):
        if not page.name.startswith(MADE):
            (site / page.name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / DIRECTORY / page.name, site / page.name)
