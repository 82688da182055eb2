"""The pages of the site, in the order of `zensical.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONFIG = "zensical.toml"
DIRECTORY = "docs"


@dataclass(frozen=True)
class Page:
    """A page, with its section, which may be empty, and its title."""

    section: str
    title: str
    name: str
    """Its file in `docs/`."""


def pages(root: Path) -> list[Page]:
    """Return the pages of the site."""
    nav = tomllib.loads((root / CONFIG).read_text(encoding="utf-8"))["project"]["nav"]
    return [*_pages(nav, "")]


def _pages(entries: list[dict[str, object]], section: str) -> Iterator[Page]:
    for entry in entries:
        for title, below in entry.items():
            if isinstance(below, list):
                yield from _pages(below, title)
            else:
                yield Page(section, title, str(below))


#: What may come before the text of a page: comments, code, headings, notes, pictures, tables, directives.
_NO_TEXT = re.compile(r"<!--.*?-->|^```.*?^```$|^(?:#|!|\||:::).*?$", re.DOTALL | re.MULTILINE)


def opening(text: str) -> str:
    """Return the first sentence of a page in Markdown, on one line and without its links."""
    paragraph = _NO_TEXT.sub("", text).strip().split("\n\n")[0]
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", " ".join(paragraph.split())).replace("**", "")
    return re.split(r"(?<=\.)\s", plain, maxsplit=1)[0].rstrip(":.") + "."
