"""What programs that read the documentation begin with: `docs/llms.txt`, in the form of llmstxt.org."""

from pathlib import Path

from .navigation import DIRECTORY, opening, pages

FILE = "docs/llms.txt"
#: What is made from docstrings has no text of its own; `api.md` lists it.
MADE = "reference/"


def listing(root: Path, api: str) -> str:
    """Return the list of the pages, of which `api` is the text of the one that is written, too."""
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
