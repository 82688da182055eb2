"""The entry page for programs that read the documentation: `docs/llms.txt`, in the format of llmstxt.org."""

from pathlib import Path

from .navigation import DIRECTORY, opening, pages

FILE = "docs/llms.txt"
#: Pages made from docstrings have no text of their own; `api.md` lists them.
MADE = "reference/"


def listing(root: Path, api: str) -> str:
    """Return the list of the pages; `api` is the text of `api.md`, which is generated, too."""
    index = (root / DIRECTORY / "index.md").read_text(encoding="utf-8")
    lines = [f"# {index.partition(chr(10))[0].removeprefix('# ')}", "", f"> {opening(index)}"]
    section = None
    for page in pages(root):
        if page.name.startswith(MADE):
            continue
        if page.section != section:
            section = page.section
            lines += ["", f"## {section or 'Start'}", ""]
        text = api if page.name == "api.md" else (root / DIRECTORY / page.name).read_text(encoding="utf-8")
        lines.append(f"- [{page.title}]({page.name}): {opening(text)}")
    return "\n".join(lines) + "\n"
